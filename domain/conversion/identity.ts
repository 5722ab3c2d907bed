import type { ConversionFacts } from './facts.ts';
import type { Warning } from './reasons.ts';

const macroShapes = [/^\{.*\}$/s, /^\[.*\]$/s, /^%.*%$/s, /^__.*__$/s];

/**
 * The conversion id a tracking system sent, if it is one. An id that is empty, says `null` or `undefined`, or still
 * looks like a macro (`{…}`, `[…]`, `%…%`, `__…__`) counts as absent, with a warning; taking such a text for an id
 * would make strangers' conversions duplicates of each other.
 */
export function readTrackId(text: string | null): { trackId: string | null; warnings: readonly Warning[] } {
  if (text === null) return { trackId: null, warnings: [] };
  const trimmed = text.trim();
  const isUnusable =
    trimmed === '' ||
    ['null', 'undefined'].includes(trimmed.toLowerCase()) ||
    macroShapes.some((shape) => shape.test(trimmed));
  return isUnusable
    ? { trackId: null, warnings: ['conversion_id_ignored'] }
    : { trackId: trimmed, warnings: [] };
}

/** What makes two requests the same: the click, the step, and the conversion id or its absence. */
export interface Identity {
  readonly clickId: string;
  readonly stepId: string;
  readonly trackId: string | null;
}

/** The conversion that already stands for an identity, in whatever state, other than the one being decided. */
export function findSeen(
  conversions: readonly ConversionFacts[],
  identity: Identity,
  exceptConversionId: string,
): ConversionFacts | null {
  const seen = conversions.find(
    (conversion) =>
      conversion.takesIdentity &&
      conversion.conversionId !== exceptConversionId &&
      conversion.clickId === identity.clickId &&
      conversion.stepId === identity.stepId &&
      conversion.trackId === identity.trackId,
  );
  return seen ?? null;
}

/** The first conversion of a step that isn't Rejected, held ones too, other than the one being decided. */
export function firstStanding(
  conversions: readonly ConversionFacts[],
  stepId: string,
  exceptConversionId: string | null = null,
): ConversionFacts | null {
  const standing = conversions.find(
    (conversion) =>
      conversion.stepId === stepId &&
      conversion.state !== 'Rejected' &&
      conversion.conversionId !== exceptConversionId,
  );
  return standing ?? null;
}

/** The first conversion of a step that was accepted and isn't Rejected now. */
export function firstAccepted(
  conversions: readonly ConversionFacts[],
  stepId: string,
  exceptConversionId: string | null = null,
): ConversionFacts | null {
  const accepted = conversions.find(
    (conversion) =>
      conversion.stepId === stepId &&
      isAccepted(conversion) &&
      conversion.conversionId !== exceptConversionId,
  );
  return accepted ?? null;
}

/** Whether a conversion counts as converted: neither held nor Rejected. */
export function isAccepted(conversion: Pick<ConversionFacts, 'state'>): boolean {
  return conversion.state === 'Pending' || conversion.state === 'Success';
}
