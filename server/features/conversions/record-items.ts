import type { ConversionEvent, ConversionRecord } from '#contract/conversions.ts';
import type { Transaction } from '#database/transaction.ts';
import { callbackConversion } from '#domain/delivery/callback-body.ts';
import { waitingForPreviousEvent } from '#domain/conversion/reasons.ts';
import { decimal, sum, toJsonNumber, type DecimalText } from '#domain/money.ts';
import type { ConversionStatus } from '#domain/offer.ts';
import { formatInstant } from '#domain/time.ts';
import { loadDeliveryFacts, type LoadedConversion } from '../deliveries/exports.ts';
import { instant } from './offers-today.ts';
import type { RecordRow } from './records.ts';

interface StoredConversion {
  readonly id: string;
  readonly record_id: string;
  readonly click_id: string;
  readonly status: 'Held' | ConversionStatus;
  readonly rejection_reason: string | null;
  readonly is_repeated: boolean;
  readonly is_over_limit: boolean;
  readonly flags: string[];
  readonly user_completed_at: string;
  readonly reward_sent_at: string | null;
  readonly revenue: DecimalText | null;
  readonly payout: DecimalText | null;
  readonly reward: DecimalText | null;
  readonly currency: string;
  readonly reward_currency: string;
  readonly created_at: string;
  readonly modified_at: string;
}

/** Writes records as they cross the wire, each with its conversions. */
export async function recordItems(
  tx: Transaction,
  tenantId: string,
  records: readonly RecordRow[],
): Promise<ConversionRecord[]> {
  const { rows } = await tx.query<StoredConversion>(
    `SELECT id, record_id, click_id, status, rejection_reason, is_repeated, is_over_limit, flags, user_completed_at,
       reward_sent_at, revenue, payout, reward, currency, reward_currency, created_at, modified_at
     FROM conversions WHERE tenant_id = $1 AND record_id = ANY($2::uuid[]) ORDER BY arrived_at, id`,
    [tenantId, records.map(({ id }) => id)],
    'load-conversions-of-records',
  );
  const loaded = await loadDeliveryFacts(
    tx,
    tenantId,
    rows.map(({ id }) => id),
  );
  const byRecord = Map.groupBy(rows, (row) => row.record_id);
  return records.map((record) => recordItem(record, byRecord.get(record.id) ?? [], loaded));
}

function recordItem(
  record: RecordRow,
  conversions: readonly StoredConversion[],
  loaded: ReadonlyMap<string, LoadedConversion>,
): ConversionRecord {
  const isMulti = record.offer_type === 'MultiEvent';
  const lead = leadOf(record, conversions);
  const told = toldOf(lead, loaded);
  const shared = {
    partnerId: told['partnerId'],
    partnerName: told['partnerName'],
    ...keysOf(told, /^offer(?!EventId)/),
    offerType: record.offer_type,
    trackingSystem: record.tracking_system,
    offerSource: record.source,
    viewId: told['viewId'],
    clickId: told['clickId'],
    clickTime: told['clickTime'],
    conversionId: isMulti ? null : lead.id,
    ...(isMulti ? sumOf(conversions) : moneyOf(lead)),
    currency: lead.currency,
    rewardCurrency: lead.reward_currency,
    ...keysOf(told, /^(pub|trackSys)/),
    isTest: told['isTest'],
  };
  const own = isMulti ? attemptFields(record, conversions) : statusFields(lead);
  return {
    id: record.id,
    ...own,
    ...shared,
    ...(isMulti ? remarksOf(conversions, record.status) : remarksOf([lead], lead.status)),
    conversionEvents: isMulti ? eventsOf(conversions, loaded) : [],
  } as unknown as ConversionRecord;
}

/** The conversion whose click and postback stand for the whole record: what completed it, else the last one standing. */
function leadOf(record: RecordRow, conversions: readonly StoredConversion[]): StoredConversion {
  const lead =
    conversions.find(({ id }) => id === record.completing_conversion_id) ??
    conversions.findLast(isStanding) ??
    conversions.at(-1);
  if (lead === undefined) throw new Error(`record ${record.id} has no conversion`);
  return lead;
}

function isStanding({ status }: StoredConversion): boolean {
  return status === 'Pending' || status === 'Success';
}

/** What the callback of a conversion says, by the callback's names. */
function toldOf(
  { id, status }: StoredConversion,
  loaded: ReadonlyMap<string, LoadedConversion>,
): Readonly<Record<string, unknown>> {
  const known = loaded.get(id);
  if (known === undefined) throw new Error(`conversion ${id} could not be loaded`);
  return callbackConversion({ ...known.facts, status: wireStatus(status) });
}

function keysOf(told: Readonly<Record<string, unknown>>, wanted: RegExp): Record<string, unknown> {
  return Object.fromEntries(Object.entries(told).filter(([name]) => wanted.test(name)));
}

/** A held conversion crosses the wire as Pending. */
export function wireStatus(status: StoredConversion['status']): ConversionStatus {
  return status === 'Held' ? 'Pending' : status;
}

function statusFields(conversion: StoredConversion) {
  return {
    createdAt: written(conversion.created_at),
    modifiedAt: written(conversion.modified_at),
    isRepeated: conversion.is_repeated,
    status: wireStatus(conversion.status),
    rejectionReason: conversion.status === 'Rejected' ? conversion.rejection_reason : null,
    isUserCompleted: isStanding(conversion),
    userCompletedAt: written(conversion.user_completed_at),
    isRewardSent: conversion.reward_sent_at !== null,
  };
}

function attemptFields(record: RecordRow, conversions: readonly StoredConversion[]) {
  const successes = conversions.filter(({ status }) => status === 'Success');
  const last = conversions.at(-1);
  return {
    createdAt: written(record.created_at),
    modifiedAt: written(record.modified_at),
    isRepeated: conversions.some((conversion) => conversion.is_repeated),
    status: record.status,
    rejectionReason: record.status === 'Rejected' ? (last?.rejection_reason ?? null) : null,
    isUserCompleted: record.user_completed_at !== null,
    userCompletedAt: record.user_completed_at === null ? null : written(record.user_completed_at),
    isRewardSent: successes.length > 0 && successes.every((one) => one.reward_sent_at !== null),
  };
}

function eventsOf(
  conversions: readonly StoredConversion[],
  loaded: ReadonlyMap<string, LoadedConversion>,
): ConversionEvent[] {
  const events = conversions.map((conversion) => {
    const told = toldOf(conversion, loaded);
    return {
      conversionEventId: conversion.id,
      offerEventId: told['offerEventId'],
      eventId: told['eventId'],
      eventName: told['eventName'],
      sequenceNumber: told['sequenceNumber'],
      ...statusFields(conversion),
      clickId: conversion.click_id,
      ...moneyOf(conversion),
      ...keysOf(told, /^trackSys/),
      ...remarksOf([conversion], conversion.status),
    } as unknown as ConversionEvent;
  });
  const place = ({ sequenceNumber }: ConversionEvent) => sequenceNumber ?? Number.MAX_SAFE_INTEGER;
  return events.toSorted((one, other) => place(one) - place(other));
}

function remarksOf(conversions: readonly StoredConversion[], status: StoredConversion['status']) {
  const isWaiting = status === 'Held';
  return {
    reason: isWaiting
      ? waitingForPreviousEvent
      : status === 'Rejected'
        ? (conversions.at(-1)?.rejection_reason ?? null)
        : null,
    isOverLimit: conversions.some((conversion) => conversion.is_over_limit),
    flags: [...new Set(conversions.flatMap(({ flags }) => flags))],
  };
}

function moneyOf({ revenue, payout, reward }: StoredConversion) {
  return { revenue: number(revenue), payout: number(payout), reward: number(reward) };
}

/** What the steps that stand are worth together; null where none has any. */
function sumOf(conversions: readonly StoredConversion[]) {
  const total = (name: 'revenue' | 'payout' | 'reward') => {
    const values = conversions.filter(isStanding).flatMap((conversion) => conversion[name] ?? []);
    return values.length === 0 ? null : toJsonNumber(sum(values.map(decimal)));
  };
  return { revenue: total('revenue'), payout: total('payout'), reward: total('reward') };
}

function number(text: DecimalText | null): number | null {
  return text === null ? null : toJsonNumber(decimal(text));
}

function written(text: string): string {
  return formatInstant(instant(text));
}
