import type { Micros } from '../time.ts';
import { callbackBody } from './callback-body.ts';
import type { DeliveryFacts } from './facts.ts';
import type { DeliveryRequest } from './request.ts';

/**
 * The request of a conversion callback.
 *
 * @param url the address the tenant set.
 * @param id the delivery's id.
 * @param sentAt when the delivery is written.
 */
export function callbackRequest(
  url: string,
  id: string,
  sentAt: Micros,
  facts: DeliveryFacts,
): DeliveryRequest {
  return {
    method: 'POST',
    url,
    body: callbackBody(id, sentAt, facts),
    headers: { 'content-type': 'application/json; charset=utf-8' },
    accepts: null,
  };
}
