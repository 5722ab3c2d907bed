import type { Fault } from '#domain/offer-rules.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an offer ranks by until it has clicks of its own, where its source says nothing: the least that decay leaves. */
const DEFAULT_BASELINE_EPC = 1;

/** The fields of an offer's body that a custom integration calls otherwise. */
const ownNames: Readonly<Record<string, string>> = { trackingSystemLink: 'offerLink' };

/**
 * An offer as its source describes it, as the body of an offer: the link under its own name, the one picture as the
 * first creative where no list is sent, and whether a step has revenue and reward by whether it has a value.
 *
 * @param data the fields in their published spelling
 * @param isPaused what holds when the source does not say
 */
export function bodyOfOfferData(data: Fields, isPaused: boolean): Record<string, unknown> {
  const { offerLink, creativeFileExternalUrl, creatives, offerEvents, ...same } = data;
  return {
    baselineEpc: DEFAULT_BASELINE_EPC,
    lockBaselineEpc: false,
    isPaused,
    ...same,
    trackingSystemLink: offerLink,
    creatives: isLeftOut(creatives) ? onePicture(creativeFileExternalUrl) : creatives,
    offerEvents: Array.isArray(offerEvents) ? offerEvents.map(stepOf) : offerEvents,
  };
}

/** The faults of such a body, named by the fields that the source sent. */
export function faultsOfOfferData(data: Fields, faults: readonly Fault[]): Fault[] {
  return faults.map(({ path, problem }) => {
    const field = path.split(/[.[]/)[0] ?? '';
    if (field === 'creatives' && isLeftOut(data['creatives']))
      return {
        path: 'creativeFileExternalUrl',
        problem: path === 'creatives' ? 'is required where creatives are not sent' : problem,
      };
    return { path: (ownNames[field] ?? field) + path.slice(field.length), problem };
  });
}

function isLeftOut(creatives: unknown): boolean {
  return creatives === undefined || (Array.isArray(creatives) && creatives.length === 0);
}

function onePicture(url: unknown): unknown {
  return url === undefined ? undefined : [{ order: 0, url }];
}

function stepOf(step: unknown): unknown {
  if (typeof step !== 'object' || step === null || Array.isArray(step)) return step;
  const { revenue, reward, useDefaultRatio } = step as Fields;
  const isGiven = (value: unknown) => value !== undefined && value !== null;
  return {
    ...step,
    hasRevenue: isGiven(revenue),
    hasReward: isGiven(reward) || useDefaultRatio === true,
  };
}
