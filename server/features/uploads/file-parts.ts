import { inTenant } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { extendLease } from '../../platform/stored-job.ts';

/** A file is kept in pieces of about this size, each in a transaction of its own. */
const PART_BYTES = 1_048_576;

/** Keeps the bytes of a job's file as they arrive, so that memory never holds more than a piece. */
export async function storeFile(
  context: Context,
  tenantId: string,
  jobId: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  let part = 0;
  let waiting: Uint8Array[] = [];
  let size = 0;
  const flush = async () => {
    const whole = Buffer.concat(waiting);
    waiting = [];
    size = 0;
    await inTenant(context.database, tenantId, async (tx) => {
      await tx.query('INSERT INTO job_files (tenant_id, job_id, part, bytes) VALUES ($1, $2, $3, $4)', [
        tx.tenantId,
        jobId,
        part,
        whole,
      ]);
      await extendLease(tx, jobId);
    });
    part++;
  };
  for await (const chunk of bytes) {
    waiting.push(chunk);
    size += chunk.length;
    if (size >= PART_BYTES) await flush();
  }
  if (size > 0) await flush();
}

/** One piece of a job's file; undefined past its end. */
export async function filePart(
  context: Context,
  tenantId: string,
  jobId: string,
  part: number,
): Promise<Buffer | undefined> {
  return inTenant(
    context.database,
    tenantId,
    async (tx) => {
      const { rows } = await tx.query<{ bytes: Buffer }>(
        'SELECT bytes FROM job_files WHERE tenant_id = $1 AND job_id = $2 AND part = $3',
        [tx.tenantId, jobId, part],
      );
      return rows[0]?.bytes;
    },
    { readOnly: true },
  );
}
