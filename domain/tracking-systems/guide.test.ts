import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { postbackUrlTemplate } from './postback-url.ts';
import { allTrackingSystems } from './registry.ts';

const guide = join(import.meta.dirname, '../../docs/tracking-systems');
const base = 'https://api.TENANT.DOMAIN/api/v1/SEGMENT/?signature=SIGNATURE';
const pages = new Map(readdirSync(guide).map((file) => [file, readFileSync(join(guide, file), 'utf8')]));

function pageOf(name: string): string {
  const own = [...pages].find(([file]) => file.replaceAll('-', '') === `${name.toLowerCase()}.md`);
  return own?.[1] ?? '';
}

test.each(allTrackingSystems.filter(({ preset }) => preset === 'own'))(
  'the guide to $title says what the code does',
  ({ name, clickOut, postbackIn, notes, networks, sources }) => {
    const page = pageOf(name);
    expect(page).toContain(`\`${clickOut.parameter}={gk_click_id}\``);
    expect(page).toContain(`\n${postbackUrlTemplate(name, base)}\n`);
    for (const { parameter } of postbackIn.parameters) expect(page).toContain(`\`${parameter}\``);
    for (const text of [...notes, ...networks]) expect(page).toContain(text);
    expect(sources.length).toBeGreaterThan(0);
    for (const { url, checked } of sources) expect(page).toContain(`<${url}>, read ${checked}`);
  },
);

test('the page of the others lists every system on the shared preset, with its parameter and its URL', () => {
  const page = pages.get('others.md') ?? '';
  for (const { name, clickOut } of allTrackingSystems.filter(({ preset }) => preset === 'generic')) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row).toContain(`| \`${clickOut.parameter}\` |`);
    expect(row).toContain(`\`${postbackUrlTemplate(name, base).slice(base.length)}\``);
  }
});

test('the first page leads to every other one', () => {
  const links = [...(pages.get('README.md') ?? '').matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => file);
  expect(new Set(['README.md', ...links])).toEqual(new Set(pages.keys()));
});
