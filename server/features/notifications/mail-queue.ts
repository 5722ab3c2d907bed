import type { Transaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';

/** A mail to one address, in plain text. */
export interface Mail {
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * Puts mail into the queue, in the transaction of what it tells, so that no request waits for a mail server. Nothing
 * is queued where the installation has no mail server.
 */
export async function queueMail(
  { config, newId, vault }: Pick<Context, 'config' | 'newId' | 'vault'>,
  tx: Transaction,
  tenantId: string,
  mails: readonly Mail[],
): Promise<void> {
  if (mails.length === 0 || config.smtpUrl === undefined) return;
  await tx.query(
    `INSERT INTO mails (tenant_id, id, recipient, subject, text_sealed, next_try_at, created_at)
     SELECT $1, m.id, m.recipient, m.subject, m.text_sealed, tenant_now($1), tenant_now($1)
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bytea[]) AS m (id, recipient, subject, text_sealed)`,
    [
      tenantId,
      mails.map(() => newId()),
      mails.map(({ recipient }) => recipient),
      mails.map(({ subject }) => subject.replace(/\s+/g, ' ').slice(0, 200)),
      mails.map(({ text }) => vault.seal(text)),
    ],
    'queue-mail',
  );
}
