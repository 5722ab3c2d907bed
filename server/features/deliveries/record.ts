import { together, type Transaction } from '#database/transaction.ts';
import { callbackRequest } from '#domain/delivery/callback.ts';
import { dialects } from '#domain/delivery/dialects/registry.ts';
import { isReported } from '#domain/delivery/due.ts';
import type { DeliveryFacts } from '#domain/delivery/facts.ts';
import { partnerPostbackRequest } from '#domain/delivery/partner-postback.ts';
import type { ConversionStatus } from '#domain/offer.ts';
import type { Context } from '../../context.ts';
import { loadSettings, type StoredSettings } from '../settings/exports.ts';
import { dialectCallback, loadEarlierCallbacks, type EarlierCallbacks } from './dialect.ts';
import { loadDeliveryFacts, type LoadedConversion } from './load-facts.ts';
import { loadPartnerPostbacks, postbacksFor, type PartnerPostbacks } from './partner-postbacks.ts';
import { storeDeliveries, type NewDelivery } from './store.ts';
import { wakeSenderSoon } from './wake.ts';

/** A conversion that has come to a status which may have to be reported. */
export interface StatusChange {
  readonly conversionId: string;
  readonly status: ConversionStatus;
}

/**
 * Writes the callbacks and partner postbacks that are due for these changes of status, in the transaction that makes
 * them: after the conversions are written, so that what is sent is what is stored. Where no address is set, there is no
 * delivery.
 */
export async function recordDueDeliveries(
  context: Context,
  tx: Transaction,
  tenantId: string,
  changes: readonly StatusChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const [settings, postbacks] = await together(
    loadSettings(tx, tenantId),
    loadPartnerPostbacks(tx, tenantId, changes),
  );
  const { callback } = settings.document;
  const called = callback.url === null ? [] : changes.filter(({ status }) => isReported(status, callback));
  if (called.length === 0 && postbacks.size === 0) return;
  const [conversions, earlier] = await together(
    loadDeliveryFacts(
      tx,
      tenantId,
      changes.map(({ conversionId }) => conversionId),
    ),
    callback.dialect === null ? noneEarlier : loadEarlierCallbacks(tx, tenantId, called),
  );
  const isCalled = new Set(called);
  const deliveries = changes.flatMap((change) => {
    const conversion = conversions.get(change.conversionId);
    if (!conversion) return [];
    const facts: DeliveryFacts = { ...conversion.facts, status: change.status };
    return [
      ...(isCalled.has(change) ? callbackOf(context, settings, earlier, conversion, facts) : []),
      ...partnerPostbacksOf(context, postbacks, conversion, facts),
    ];
  });
  await storeDeliveries(context, tx, tenantId, deliveries);
  if (deliveries.length > 0) wakeSenderSoon(context);
}

const noneEarlier: Promise<EarlierCallbacks> = Promise.resolve(new Map());

/** In the shape of another wall there may be nothing to tell. */
function callbackOf(
  context: Context,
  settings: StoredSettings,
  earlier: EarlierCallbacks,
  conversion: LoadedConversion,
  facts: DeliveryFacts,
): NewDelivery[] {
  const { url, dialect } = settings.document.callback;
  const id = context.newId(conversion.now);
  const written = { id, at: conversion.now, facts };
  const request =
    dialect === null
      ? callbackRequest(url as string, id, conversion.now, facts)
      : dialectCallback(context, dialects[dialect], settings, earlier, written);
  return request === null ? [] : [{ ...subject(id, conversion, facts), kind: 'callback', request }];
}

function partnerPostbacksOf(
  context: Context,
  postbacks: PartnerPostbacks,
  conversion: LoadedConversion,
  facts: DeliveryFacts,
): NewDelivery[] {
  const wanted = facts.partner === null ? undefined : postbacks.get(facts.partner.id);
  if (!wanted || !isReported(facts.status, wanted.switches)) return [];
  return postbacksFor(wanted, facts).flatMap((template) => {
    const request = partnerPostbackRequest(template, facts);
    if (request === null) return [];
    const id = context.newId(conversion.now);
    return [{ ...subject(id, conversion, facts), kind: 'partner_postback' as const, request }];
  });
}

function subject(id: string, { memberId }: LoadedConversion, facts: DeliveryFacts) {
  return {
    id,
    conversionId: facts.conversionId,
    conversionStatus: facts.status,
    offerId: facts.offerId,
    partnerId: facts.partner?.id ?? null,
    memberId,
    isTest: facts.isTest,
  };
}
