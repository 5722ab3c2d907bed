import { uploadConversions, uploadStatuses } from '#contract/uploads.ts';
import { inTenant } from '#database/transaction.ts';
import { ok, refused } from '../../http/answer.ts';
import { actorOf } from '../../http/audit.ts';
import { tenantRoute, type Route } from '../../http/route.ts';
import { insertJob } from '../../platform/stored-job.ts';
import { storableText } from '../../platform/text.ts';
import { storeFile } from './file-parts.ts';
import { importDetails } from './import-items.ts';
import { CONVERSION_UPLOAD, STATUS_UPLOAD, type UploadInput } from './upload.ts';

const LONGEST_NAME = 200;

/** Takes a file as it arrives and leaves the rest to a worker. */
function uploadRoute(endpoint: typeof uploadConversions, kind: string): Route {
  return tenantRoute(endpoint, async (call) => {
    const { context, tenant, principal, request } = call;
    const file = await request.file();
    if (!file) return refused('ValidationError', 'file: is required');
    const id = context.newId();
    const input: UploadInput = {
      fileName: storableText(file.name).slice(0, LONGEST_NAME),
      isComplete: false,
      actor: actorOf(principal),
      requestId: request.id,
    };
    const job = { id, kind, input, actor: principal.name, isLeased: true };
    await inTenant(context.database, tenant.id, (tx) => insertJob(tx, job));
    try {
      await storeFile(context, tenant.id, id, file.bytes);
      if (file.isCut()) throw Object.assign(new Error('the file is too large'), { statusCode: 413 });
    } catch (error) {
      await inTenant(context.database, tenant.id, (tx) =>
        tx.query('DELETE FROM jobs WHERE tenant_id = $1 AND id = $2', [tx.tenantId, id]),
      );
      // The sender broke off in the middle of the form.
      if (/Unexpected end of|Malformed/.test(String(error)))
        return refused('ValidationError', 'body: is not whole');
      throw error;
    }
    const details = await inTenant(context.database, tenant.id, async (tx) => {
      await tx.query(`UPDATE jobs SET input = $3, leased_until = NULL WHERE tenant_id = $1 AND id = $2`, [
        tx.tenantId,
        id,
        JSON.stringify({ ...input, isComplete: true }),
      ]);
      return importDetails(tx, id);
    });
    if (!details) return refused('InternalError', 'The import was not stored');
    return ok(details, { headers: { location: `/api/v1/imports/${id}` } });
  });
}

/** Taking files of conversions and of statuses. */
export const receiveUploadRoutes: readonly Route[] = [
  uploadRoute(uploadConversions, CONVERSION_UPLOAD),
  uploadRoute(uploadStatuses, STATUS_UPLOAD),
];
