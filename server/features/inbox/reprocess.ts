import { reprocessRequest, type InboxRequest } from '#contract/inbox.ts';
import { notFound, ok, refused } from '../../http/answer.ts';
import { write } from '../../http/route.ts';
import { decideAgain, isOpen, lockRequests } from './decide-again.ts';
import { loadInboxDetails } from './inbox-item.ts';

/** Decides one inbound request again. */
export const reprocessRoute = write(reprocessRequest, async (call) => {
  const { context, tx, tenant, params } = call;
  const [stored] = await lockRequests(tx, [params.id]);
  if (stored === undefined) return notFound('postback');
  if (!isOpen(stored)) return refused('Conflict', whyClosed(stored));
  const { outcome, reason } = stored;
  for (const { kind, objectId } of await decideAgain(context, tx, [stored])) call.announce(kind, objectId);
  const {
    query: _query,
    headers: _headers,
    body: _body,
    email: _email,
    userId: _userId,
    subs: _subs,
    ...item
  } = await loaded(tx, tenant.id, params.id);
  await call.audit({
    action: 'reprocess',
    objectKind: 'postback',
    objectId: params.id,
    before: { outcome, reason },
    after: { outcome: item.outcome, reason: item.reason, conversionId: item.conversionId },
  });
  return ok(item satisfies InboxRequest);
});

async function loaded(...[tx, tenantId, id]: Parameters<typeof loadInboxDetails>) {
  const details = await loadInboxDetails(tx, tenantId, id);
  if (details === undefined) throw new Error(`request ${id} is gone although it is locked`);
  return details;
}

function whyClosed({ query, reason }: Parameters<typeof isOpen>[0]): string {
  if (query === null) return 'What it said was erased: there is nothing left to decide';
  if (reason === 'unreadable') return 'Its body could not be read: there is nothing to decide';
  return 'It was accepted, and an accepted conversion is never decided again';
}
