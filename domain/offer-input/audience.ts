import { lookUp } from '../enumeration.ts';
import { deviceTypes } from '../offer.ts';
import type { DeviceType, OfferAudience } from '../offer.ts';
import type { BodyReader } from './body.ts';
import { findCountry, readEntries, readReference, readReferences } from './references.ts';
import type { OfferReferences } from './references.ts';

/** Reads whom the offer is for. Codes become ids; a state of a country that isn't targeted is a fault. */
export function readOfferAudience(reader: BodyReader, references: OfferReferences): OfferAudience {
  reader.require('ageId');
  const ageId = readReference(reader, 'ageId', 'age range', references.ageIds) ?? '';
  const faultsBefore = reader.faults.length;
  requireEntries(reader, 'countryIds');
  const countryIds = readEntries(reader, 'countryIds', (text) => {
    const country = findCountry(text, references.countries);
    return country === undefined ? { problem: `unknown country "${text}"` } : { value: country.id };
  });
  // Where the countries are faulty themselves, whether a state belongs to one of them can't be told.
  const targeted = reader.faults.length === faultsBefore ? countryIds : null;
  return {
    ageId,
    countryIds,
    countryStateIds: readStates(reader, references, targeted),
    zipCodes: readEntries(reader, 'zipCodes', (text) =>
      text.trim() === '' ? { problem: 'must not be empty' } : { value: text },
    ),
    genderIds: readEntries(reader, 'genderIds', (text) => {
      const gender = references.genders.get(text.trim().toLowerCase());
      return gender === undefined ? { problem: `unknown gender "${text}"` } : { value: gender.id };
    }),
    placementIds: readReferences(reader, 'placementIds', 'placement', references.placementIds),
    showAtBottomToAllUnselectedGenders: reader.boolean('showAtBottomToAllUnselectedGenders') ?? false,
    deviceTypes: readDeviceTypes(reader),
  };
}

/** Notes a fault when a list that needs an entry has none. */
export function requireEntries(reader: BodyReader, field: string, when = ''): void {
  if (!reader.require(field, when)) return;
  const value = reader.raw(field);
  if (Array.isArray(value) && value.length === 0) reader.fault(field, 'must have at least one entry');
}

function readStates(
  reader: BodyReader,
  references: OfferReferences,
  countryIds: readonly string[] | null,
): string[] {
  return readEntries(reader, 'countryStateIds', (text) => {
    const state = references.states.get(text.trim().toLowerCase());
    if (state === undefined) return { problem: `unknown state "${text}"` };
    if (countryIds?.includes(state.countryId) ?? true) return { value: state.id };
    return { problem: `state "${state.code}" is of a country that is not targeted` };
  });
}

/** Devices come as an array or as one comma-separated text; none at all means every device. */
function readDeviceTypes(reader: BodyReader): DeviceType[] {
  const raw = reader.raw('deviceTypes');
  const isText = typeof raw === 'string';
  const entries: readonly unknown[] | null = isText
    ? raw.split(',').filter((word) => word.trim() !== '')
    : reader.list('deviceTypes');
  const devices = new Set<DeviceType>();
  for (const [index, entry] of (entries ?? []).entries()) {
    const device = lookUp(deviceTypes, entry);
    if (device !== null) {
      devices.add(device);
      continue;
    }
    reader.fault(
      isText ? 'deviceTypes' : `deviceTypes[${index}]`,
      `must be one of ${deviceTypes.join(', ')}`,
    );
    if (isText) break;
  }
  return devices.size === 0 ? ['All'] : [...devices];
}
