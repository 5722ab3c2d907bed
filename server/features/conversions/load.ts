import { together, type Transaction } from '#database/transaction.ts';
import type { AttemptFacts, ClickFacts, PostbackRequest, Terms } from '#domain/conversion/facts.ts';
import { workingCopy, type WorkingCopy } from '#domain/conversion/working-copy.ts';
import { millisecond, minute, type Micros } from '#domain/time.ts';
import { loadClicks, lockAttempts, type MemberAtOffer } from './attempts.ts';
import { conversionFacts } from './conversion-facts.ts';
import { loadHeldRequests } from './held-requests.ts';
import { limitedSubjects, loadUsage } from './load-usage.ts';
import { instant, loadOffersToday, loadShareCaps, type CurrentOffer } from './offers-today.ts';
import type { AttemptRow, ClickRow, ConversionRow } from './rows.ts';
import { loadLaterSteps, loadTerms, pairKey, type VersionPair } from './versions.ts';
import { loadSettings, type SettingsDocument } from '../settings/exports.ts';

/** The state that decisions are taken over, with the rows it was made from. */
export interface LoadedState {
  readonly tenantId: string;
  /** The tenant's time of this transaction. */
  readonly now: Micros;
  readonly settings: SettingsDocument;
  readonly copy: WorkingCopy;
  readonly offers: ReadonlyMap<string, CurrentOffer>;
  readonly attempts: ReadonlyMap<string, AttemptRow>;
  readonly clicks: ReadonlyMap<string, ClickRow>;
  readonly conversions: ReadonlyMap<string, ConversionRow>;
}

/** The tenant's time and settings, which every decision needs. */
export async function loadMoment(
  tx: Transaction,
  tenantId: string,
): Promise<{ now: Micros; settings: SettingsDocument }> {
  const [{ rows }, { document }] = await together(
    tx.query<{ now: string }>('SELECT tenant_now($1) AS now', [tenantId], 'tenant-now'),
    loadSettings(tx, tenantId),
  );
  return { now: instant(rows[0]?.now ?? ''), settings: document };
}

/**
 * Locks the attempts of members at offers and loads everything that decisions on them may look at. Locks come first:
 * what is read after them cannot change before the transaction ends.
 *
 * @param named further clicks that requests name; a click never changes
 * @param offerIds further offers whose limits are asked
 */
export async function loadState(
  tx: Transaction,
  tenantId: string,
  pairs: readonly MemberAtOffer[],
  named: ReadonlyMap<string, ClickRow> = new Map(),
  offerIds: readonly string[] = [],
): Promise<LoadedState> {
  const [{ attempts: attemptRows, conversions: conversionRows }, { now: begun, settings }, offers] =
    await together(
      lockAttempts(tx, tenantId, pairs),
      loadMoment(tx, tenantId),
      loadOffersToday(tx, tenantId, [...pairs.map(({ offerId }) => offerId), ...offerIds]),
    );
  const now = afterAll(begun, conversionRows);
  const clickIds = [
    ...conversionRows.map(({ click_id: id }) => id),
    ...attemptRows.map((row) => row.pinned_click_id ?? row.last_click_id),
  ];
  const [loaded, held, usage] = await together(
    loadClicks(
      tx,
      tenantId,
      clickIds.filter((id) => !named.has(id)),
    ),
    loadHeldRequests(tx, tenantId, conversionRows, settings.currency),
    loadUsage(tx, tenantId, limitedSubjects([...offers.values()].map(({ today }) => today)), now),
  );
  const clicks = new Map([...named, ...loaded]);
  const [shares, terms] = await together(
    loadShareCaps(
      tx,
      tenantId,
      [...clicks.values()].flatMap((row) => row.share_id ?? []),
    ),
    loadTerms(tx, tenantId, [...clicks.values()].map(versionsOf), offers),
  );
  const attempts = new Map(attemptRows.map((row) => [row.id, row]));
  const copy = workingCopy({
    settings: {
      currency: settings.currency,
      rewardDecimals: settings.rewardDecimals,
      clickLifetimeDays: settings.clickLifetimeDays,
    },
    clicks: await clickFacts(tx, tenantId, [...clicks.values()], attempts, terms, offers),
    offers: new Map([...offers].map(([id, offer]) => [id, offer.today])),
    shares,
    attempts: attemptFacts(attemptRows, conversionRows, { clicks, terms, offers, held }),
    usage,
    trackIdMembers: new Map(),
  });
  const conversions = new Map(conversionRows.map((row) => [row.id, row]));
  return { tenantId, now, settings, copy, offers, attempts, clicks, conversions };
}

const LONGEST_WAIT = minute;

/**
 * A transaction's time is that of its beginning. One that waited for its locks may have begun before what it finds was
 * decided; it decides after that all the same, by as little as ids and histories can tell apart. What lies further
 * ahead than anybody waits comes of a clock that was moved back, and is left where it is.
 */
function afterAll(begun: Micros, conversions: readonly ConversionRow[]): Micros {
  let now = begun;
  for (const { modified_at: modifiedAt } of conversions) {
    const next = (Math.floor(instant(modifiedAt) / millisecond) + 1) * millisecond;
    if (next > now && next - begun < LONGEST_WAIT) now = next;
  }
  return now;
}

/** The versions that a click stands under. */
export function versionsOf(click: ClickRow): VersionPair {
  return {
    offerId: click.offer_id,
    offerVersionId: click.offer_version_id,
    shareVersionId: click.share_version_id,
  };
}

/** What decisions read of clicks that belong to these attempts, by click. */
export async function loadClickFacts(
  tx: Transaction,
  tenantId: string,
  rows: readonly ClickRow[],
  attempts: ReadonlyMap<string, AttemptRow>,
  offers: ReadonlyMap<string, CurrentOffer>,
): Promise<Map<string, ClickFacts>> {
  const terms = await loadTerms(tx, tenantId, rows.map(versionsOf), offers);
  return clickFacts(tx, tenantId, rows, attempts, terms, offers);
}

async function clickFacts(
  tx: Transaction,
  tenantId: string,
  rows: readonly ClickRow[],
  attempts: ReadonlyMap<string, AttemptRow>,
  terms: ReadonlyMap<string, Terms>,
  offers: ReadonlyMap<string, CurrentOffer>,
): Promise<Map<string, ClickFacts>> {
  const facts = new Map<string, ClickFacts>();
  for (const row of rows) {
    const ofClick = terms.get(pairKey(versionsOf(row)));
    const offer = offers.get(row.offer_id);
    if (row.attempt_id === null || !attempts.has(row.attempt_id) || ofClick === undefined || !offer) continue;
    const known = new Set(ofClick.steps.map(({ stepId }) => stepId));
    const stepIds = offer.today.steps.map(({ stepId }) => stepId).filter((stepId) => !known.has(stepId));
    const later = { offerId: row.offer_id, shareId: row.share_id, stepIds };
    facts.set(row.id, {
      clickId: row.id,
      offerId: row.offer_id,
      attemptId: row.attempt_id,
      partnerId: row.partner_id,
      shareId: row.share_id,
      createdAt: instant(row.created_at),
      isTest: row.is_test,
      terms: ofClick,
      addedSteps: await loadLaterSteps(tx, tenantId, later, offers),
    });
  }
  return facts;
}

interface AttemptParts {
  readonly clicks: ReadonlyMap<string, ClickRow>;
  readonly terms: ReadonlyMap<string, Terms>;
  readonly offers: ReadonlyMap<string, CurrentOffer>;
  readonly held: ReadonlyMap<string, PostbackRequest>;
}

function attemptFacts(
  rows: readonly AttemptRow[],
  conversionRows: readonly ConversionRow[],
  { clicks, terms, offers, held }: AttemptParts,
): Map<string, AttemptFacts> {
  const byAttempt = Map.groupBy(conversionRows, (row) => row.attempt_id);
  return new Map(
    rows.map((row) => {
      const pinned = row.pinned_click_id === null ? undefined : clicks.get(row.pinned_click_id);
      const isSingle = offers.get(row.offer_id)?.today.offerType === 'SingleEvent';
      const facts: AttemptFacts = {
        attemptId: row.id,
        offerId: row.offer_id,
        memberId: row.member_id,
        isTest: row.is_test,
        run: row.run,
        openedAt: instant(row.first_click_at),
        pinnedTerms: pinned === undefined ? null : (terms.get(pairKey(versionsOf(pinned))) ?? null),
        end: row.status === 'open' ? null : row.status,
        completion: completionOf(row),
        conversions: (byAttempt.get(row.id) ?? []).map((conversion) =>
          conversionFacts(conversion, isSingle, held.get(conversion.id) ?? null),
        ),
      };
      return [row.id, facts];
    }),
  );
}

function completionOf(row: AttemptRow): AttemptFacts['completion'] {
  const { completing_conversion_id: conversionId, completed_at: completedAt } = row;
  return conversionId === null || completedAt === null
    ? null
    : { conversionId, completedAt: instant(completedAt) };
}
