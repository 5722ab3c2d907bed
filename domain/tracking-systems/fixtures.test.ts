import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completeTrackingLink } from '../macros/tracking-link.ts';
import { renderTemplate } from '../macros/template.ts';
import { formatInstantOrNull } from '../time.ts';
import { postbackUrlTemplate } from './postback-url.ts';
import { clickIdCandidates, readPostback } from './read-postback.ts';
import { allTrackingSystems, clickParameter } from './registry.ts';
import type { TrackingSystem } from './types.ts';

type Fixture = {
  about: string;
  trackingLink?: { given: string; saved: string; values: Record<string, string>; sent: string };
  postback?: { method: string; url: string; contentType?: string; body?: string };
  understood?: Record<string, unknown>;
  readyUrl?: { base: string; url: string };
};

/** The folder of a system is its own name in lower case; a hyphen between words is allowed. */
function folderOf({ name }: TrackingSystem): string {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return join(
    import.meta.dirname,
    folders.find((folder) => folder.name.replaceAll('-', '') === name.toLowerCase())!.name,
  );
}

function fixturesIn(folder: string, kind: 'exemplary' | 'supplemental'): [name: string, fixture: Fixture][] {
  return readdirSync(join(folder, kind)).map((file) => [
    `${kind}/${file}`,
    JSON.parse(readFileSync(join(folder, kind, file), 'utf8')) as Fixture,
  ]);
}

function parametersOf({ url, contentType, body }: NonNullable<Fixture['postback']>): [string, string][] {
  const sent =
    contentType === 'application/json' ? Object.entries(JSON.parse(body!)) : new URLSearchParams(body);
  return [...new URL(url).searchParams, ...(sent as Iterable<[string, string]>)].map(([name, value]) => [
    name,
    typeof value === 'number' ? String(value) : value,
  ]);
}

describe.each(allTrackingSystems.map((system) => [system.name, system] as const))('%s', (name, system) => {
  const folder = folderOf(system);
  const fixtures = [...fixturesIn(folder, 'exemplary'), ...fixturesIn(folder, 'supplemental')];

  test.each(fixtures)('%s', (_file, { trackingLink, postback, understood, readyUrl }) => {
    expect(trackingLink ?? postback ?? readyUrl).toBeDefined();
    if (trackingLink !== undefined) {
      const completed = completeTrackingLink(trackingLink.given, clickParameter(name));
      if (completed.problems !== undefined) throw new Error(completed.problems.join('; '));
      expect(completed.text).toBe(trackingLink.saved);
      expect(renderTemplate(completed.template, trackingLink.values)).toBe(trackingLink.sent);
    }
    if (readyUrl !== undefined) expect(postbackUrlTemplate(name, readyUrl.base)).toBe(readyUrl.url);
    if (postback !== undefined) {
      const parameters = parametersOf(postback).filter(([, value]) => typeof value === 'string');
      const read = readPostback(name, parameters);
      const [sub1, sub2, sub3, sub4, sub5] = read.subs;
      const providerTime = formatInstantOrNull(read.providerTime);
      const warnings = [...read.warnings].toSorted();
      expect({ ...read, sub1, sub2, sub3, sub4, sub5, providerTime, warnings }).toMatchObject(understood!);
      if (read.clickId !== null) expect([...clickIdCandidates(parameters)]).toContain(read.clickId);
    }
  });
});

test('every tracking system shows a link, a postback and a ready URL, and the mistakes it must survive', () => {
  for (const system of allTrackingSystems) {
    const folder = folderOf(system);
    const examples = fixturesIn(folder, 'exemplary').map(([, fixture]) => fixture);
    for (const part of ['trackingLink', 'postback', 'readyUrl'] as const) {
      expect(examples.some((example) => example[part] !== undefined)).toBe(true);
    }
    expect(fixturesIn(folder, 'supplemental').length).toBeGreaterThan(1);
  }
});
