import { createInvitation, deleteInvitation } from '#contract/users.ts';
import { formatInstant, parseInstant, type Micros } from '#domain/time.ts';
import { created, done, notFound, refused } from '../../http/answer.ts';
import { write } from '../../http/route.ts';
import { queueMail } from '../notifications/exports.ts';
import { bindingOf } from './binding.ts';
import { makeSignInLink } from './users.ts';

/** Invites people and takes invitations back. */
export const invitationRoutes = [
  write(createInvitation, async ({ context, tx, tenant, request, body, audit }) => {
    const { email, role, name = '' } = body;
    const binding = await bindingOf(tx, role, body);
    const id = context.newId();
    const { rowCount } = await tx.query(
      `INSERT INTO users (tenant_id, id, email, name, role, partner_id, advertiser_id, status, created_at, modified_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'invited', tenant_now($1), tenant_now($1))
       ON CONFLICT (tenant_id, lower(email)) DO NOTHING`,
      [tenant.id, id, email, name, role, binding.partnerId, binding.advertiserId],
    );
    if (rowCount === 0) return refused('Conflict', `email: "${email}" is a user or was invited already`);
    const secret = await makeSignInLink(context, tx, tenant.id, id, 'invitation');
    const { rows } = await tx.query<{ expires_at: string }>(
      'SELECT max(expires_at) AS expires_at FROM sign_in_links WHERE tenant_id = $1 AND user_id = $2',
      [tenant.id, id],
    );
    // The secret is in the fragment, which no browser sends and no log keeps.
    const link = `${context.config.publicUrl ?? request.origin}/sign-in#${secret}`;
    const subject = `You are invited to ${tenant.displayName}`;
    const text = `You are invited to ${tenant.displayName}.\n\nFollow this link within 7 days and choose a password:\n\n${link}\n`;
    await queueMail(context, tx, tenant.id, [{ recipient: email, subject, text }]);
    await audit({
      action: 'create',
      objectKind: 'invitation',
      objectId: id,
      after: { email, name, role, ...binding },
    });
    const expiresAt = formatInstant(parseInstant(rows[0]?.expires_at ?? '') as Micros);
    return created({ id, link, expiresAt }, '/api/v1/auth/invitations');
  }),
  write(deleteInvitation, async ({ tx, tenant, params, audit }) => {
    const { rows } = await tx.query<{ email: string; role: string }>(
      `DELETE FROM users WHERE tenant_id = $1 AND id = $2 AND status = 'invited' RETURNING email, role`,
      [tenant.id, params.id],
    );
    if (!rows[0]) return notFound('invitation');
    await audit({ action: 'delete', objectKind: 'invitation', objectId: params.id, before: rows[0] });
    return done();
  }),
];
