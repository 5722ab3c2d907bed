import { checkPastedLink } from '#contract/tracking-systems.ts';
import { checkLink } from '#domain/tracking-systems/link-doctor.ts';
import { ok } from '../../http/answer.ts';
import { apiOrigin } from '../../http/origins.ts';
import { read } from '../../http/route.ts';
import { systemAddress } from './address.ts';

/** Says what is wrong with a pasted link; a postback URL is compared with the tenant's true address. */
export const checkLinkRoute = read(checkPastedLink, async (call) => {
  const { text, trackingSystem = null, kind = 'tracking-link' } = call.body;
  const postbackBase =
    kind === 'postback-url' ? await systemAddress(call, apiOrigin(call), trackingSystem) : undefined;
  const { problems, corrected } = checkLink({ text, trackingSystem, kind, postbackBase });
  return ok({ problems: problems.map(({ at = null, ...problem }) => ({ ...problem, at })), corrected });
});
