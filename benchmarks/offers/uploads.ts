import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Measurement } from '../measurement.ts';
import { onGround, type Ground } from './ground.ts';
import { riseDuring } from './memory.ts';

const MEGABYTE = 1_048_576;
const MOST_MEGABYTES = 150;
const ROW_BYTES = 1_000;
const LOOK_EVERY_MS = 500;
/** So many rows are watched; the others take as long each. */
const WATCHED_ROWS = 5_000;

/** An import as it is read while it runs. */
interface Import {
  readonly id: string;
  readonly status: string;
  readonly processed: number;
  readonly total: number | null;
}

/** A file of the largest size that is taken: how it is received and read, and what that takes of memory. */
export function measureUploads(): Promise<Measurement[]> {
  return onGround(async (ground) => {
    const lines = Math.floor((99 * MEGABYTE) / ROW_BYTES);
    const note = 'x'.repeat(ROW_BYTES - 40);
    const rows = Array.from({ length: lines }, () => `${randomUUID()},${note}\n`);
    const file = new Blob(['ClickId,Note\n', ...rows]);
    let begun: Import | undefined;
    const received = await riseDuring(ground.server.pid, async () => (begun = await upload(ground, file)));
    const done = await riseDuring(ground.server.pid, () => untilDecided(ground, begun?.id ?? ''));
    const name = `a file of 99 MB with ${lines} rows`;
    return [
      { name: `${name}: received`, value: received.seconds, unit: 's' },
      { name: `${name}: more memory`, value: received.megabytes, unit: 'MB', atMost: MOST_MEGABYTES },
      { name: `${name}: read, and ${WATCHED_ROWS} rows decided`, value: done.seconds, unit: 's' },
      { name: `${name}: more memory meanwhile`, value: done.megabytes, unit: 'MB', atMost: MOST_MEGABYTES },
    ];
  });
}

async function upload({ installation, server }: Ground, file: Blob): Promise<Import> {
  const form = new FormData();
  form.set('file', file, 'conversions.csv');
  const answer = await fetch(`${server.origin}/api/v1/sdk-conversion-system/conversions/upload`, {
    method: 'POST',
    headers: { authorization: `ApiToken ${installation.token}` },
    body: form,
  });
  if (!answer.ok) throw new Error(`the file was answered with ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { data: Import }).data;
}

async function untilDecided({ call }: Ground, id: string): Promise<void> {
  for (;;) {
    const { status, processed, total } = await call<Import>('GET', `/imports/${id}`);
    if (status === 'Done' || processed >= WATCHED_ROWS) return;
    if (status === 'Failed') throw new Error(`the import failed at ${processed} of ${total}`);
    await sleep(LOOK_EVERY_MS);
  }
}
