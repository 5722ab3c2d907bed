import { createTransport } from 'nodemailer';
import { inEngine, inTenant } from '#database/transaction.ts';
import { pauseMs } from '#domain/delivery/schedule.ts';
import type { Context } from '../../context.ts';
import { repeat, type Worker } from '../../platform/worker.ts';
import { notify } from './notify.ts';

const LOOK_EVERY_MS = 5_000;
/** What one turn takes; each is handed in by itself, so that one bad address fails alone. */
const MAILS_AT_ONCE = 20;
/** A sender that is not heard of for this long has died, and the mail is taken again. */
const LEASE = '10 minutes';
const GIVE_UP_AFTER = '3 days';
const TIMEOUT_MS = 15_000;

interface DueMail {
  readonly tenant_id: string;
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly text_sealed: Buffer;
  readonly tries: number;
  readonly is_last: boolean;
}

/**
 * Hands waiting mail to the mail server of the installation. At least once: a process that dies between handing in and
 * forgetting leaves a mail that goes out again, under the same message id.
 */
export function mailWorker(context: Context): Worker {
  const { smtpUrl } = context.config;
  if (smtpUrl === undefined) return repeat('mail', LOOK_EVERY_MS, context.log, async () => false);
  const sender = context.config.mailFrom ?? `pitwall@${context.config.baseDomain}`;
  const transport = createTransport(
    {
      url: smtpUrl,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    },
    { from: sender },
  );
  return repeat('mail', LOOK_EVERY_MS, context.log, async () => {
    const mails = await takeDue(context);
    for (const mail of mails) {
      try {
        await transport.sendMail({
          messageId: `<${mail.id}@${sender.split('@').at(-1)?.replace(/>.*$/, '') ?? ''}>`,
          to: mail.recipient,
          subject: mail.subject,
          text: context.vault.open(mail.text_sealed),
          // Notices hold texts of others; none of them may name files or addresses to be fetched.
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        await forget(context, mail);
      } catch (error) {
        await noteFailure(context, mail, error);
      }
    }
    return mails.length === MAILS_AT_ONCE && !context.isDraining;
  });
}

async function takeDue(context: Context): Promise<DueMail[]> {
  const { rows } = await inEngine(context.database, (tx) =>
    tx.query<DueMail>(
      `UPDATE mails m SET tries = m.tries + 1, next_try_at = tenant_now(m.tenant_id) + interval '${LEASE}'
       FROM (SELECT tenant_id, id FROM mails WHERE next_try_at <= tenant_now(tenant_id)
             ORDER BY next_try_at LIMIT ${MAILS_AT_ONCE} FOR UPDATE SKIP LOCKED) due
       WHERE m.tenant_id = due.tenant_id AND m.id = due.id
       RETURNING m.tenant_id, m.id, m.recipient, m.subject, m.text_sealed, m.tries,
         m.created_at < tenant_now(m.tenant_id) - interval '${GIVE_UP_AFTER}' AS is_last`,
    ),
  );
  return rows;
}

async function forget(context: Context, { tenant_id: tenantId, id }: DueMail): Promise<void> {
  await inTenant(context.database, tenantId, (tx) =>
    tx.query('DELETE FROM mails WHERE tenant_id = $1 AND id = $2', [tenantId, id]),
  );
}

/** Tries again later; what could not be handed in for days is given up, which operators see among the notices. */
async function noteFailure(context: Context, mail: DueMail, error: unknown): Promise<void> {
  const { tenant_id: tenantId, id, tries } = mail;
  context.log.warn({ error, mail: id, tries }, 'a mail could not be handed in');
  if (!mail.is_last) {
    await inEngine(context.database, (tx) =>
      tx.query(
        `UPDATE mails SET next_try_at = tenant_now($1) + make_interval(secs => $3) WHERE tenant_id = $1 AND id = $2`,
        [tenantId, id, pauseMs(tries, context.database.jitter()) / 1_000],
      ),
    );
    return;
  }
  await inTenant(context.database, tenantId, async (tx) => {
    await tx.query('DELETE FROM mails WHERE tenant_id = $1 AND id = $2', [tenantId, id]);
    await notify(context, tx, tenantId, [
      {
        kind: 'mail_failed',
        title: 'A mail could not be delivered',
        body: `The mail server took "${mail.subject}" for none of ${tries} tries over 3 days.`,
        objectKind: 'mail',
        objectId: id,
      },
    ]);
  });
}
