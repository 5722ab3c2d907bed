import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plantedBugs, type PlantedBug } from './bugs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const copied = ['domain', 'contract', 'database', 'server', 'simulator', 'scripts', 'sdk', 'package.json'];
const FOUND = 'the server differs from the model';

/** What became of one bug. */
export interface Hunted {
  readonly name: string;
  readonly isFound: boolean;
  /** How many runs it took. */
  readonly runs: number;
  /** The end of what was printed, where it wasn't found. */
  readonly output: string;
}

/**
 * Plants every bug, one after the other, into a copy of the product in a temporary folder, and plays runs against it
 * until one fails.
 *
 * @param found told of each bug when its hunt is over
 */
export async function huntBugs(
  wanted: {
    readonly seed: number;
    readonly runs: number;
    readonly databaseUrl: string;
    readonly only?: string;
  },
  found: (hunted: Hunted) => void,
): Promise<boolean> {
  let isAllFound = true;
  for (const bug of plantedBugs.filter(({ name }) => name.includes(wanted.only ?? ''))) {
    const folder = mkdtempSync(join(tmpdir(), 'pitwall-planted-'));
    try {
      plant(bug, folder);
      const hunted = await play(bug, folder, wanted);
      isAllFound &&= hunted.isFound;
      found(hunted);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return isAllFound;
}

/** The text of a file with an edit made, which has to fit in exactly one place. */
export function edited(text: string, { file, find, replace }: PlantedBug['edits'][number]): string {
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`A planted bug does not fit ${file}: ${find}`);
  return before + replace + after;
}

function plant({ edits }: PlantedBug, folder: string): void {
  for (const name of copied)
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !/(^|\/)(node_modules|dist|data)$/.test(path.slice(root.length)),
    });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const edit of edits) {
    const path = join(folder, edit.file);
    writeFileSync(path, edited(readFileSync(path, 'utf8'), edit));
  }
}

async function play(
  { name }: PlantedBug,
  folder: string,
  { seed, runs, databaseUrl }: { seed: number; runs: number; databaseUrl: string },
): Promise<Hunted> {
  const options = { seed, runs, shrink: 0, database: databaseUrl };
  const args = Object.entries(options).flatMap(([option, value]) => [`--${option}`, String(value)]);
  const child = spawn(process.execPath, [join(folder, 'scripts/simulate.ts'), ...args], { cwd: folder });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)));
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const played = Number(/^(\d+) runs in/m.exec(output)?.[1] ?? 0);
  return { name, isFound: output.includes(FOUND), runs: played, output: output.slice(-2_000) };
}
