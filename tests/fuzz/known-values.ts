import type { SeededRandom } from '#simulator/random.ts';

/** So many of one name are remembered, the newest ones. */
const MOST = 30;

/**
 * What answers have named so far, by the names of their fields: the ids of offers under `offerId`, those of partners
 * under `partnerId`. It is what makes random calls hit things that exist.
 */
export class KnownValues {
  readonly #byName = new Map<string, string[]>();
  /** What was read last at an address, for a change that sends it back. */
  readonly #read = new Map<string, unknown>();

  readonly #kept = new Set<string>();

  /** Leaves a value alone from now on, such as the id of a credential that the calls themselves need. */
  keep(value: string): void {
    this.#kept.add(value);
  }

  add(name: string, value: string): void {
    if (this.#kept.has(value)) return;
    const known = this.#byName.get(nameOf(name)) ?? [];
    if (known.includes(value)) return;
    this.#byName.set(nameOf(name), [...known.slice(1 - MOST), value]);
  }

  /** Forgets a value, such as the id of something that was deleted. */
  drop(value: string): void {
    for (const [name, known] of this.#byName)
      this.#byName.set(
        name,
        known.filter((one) => one !== value),
      );
  }

  pick(random: SeededRandom, name: string): string | undefined {
    const known = this.#byName.get(nameOf(name)) ?? [];
    // The newest are seldom used by anything yet, so they can still be deleted.
    return random.chance(0.4) ? known.at(-1) : known[random.whole(0, Math.max(0, known.length - 1))];
  }

  lastRead(path: string): unknown {
    return this.#read.get(path);
  }

  /**
   * Learns from an answer.
   *
   * @param collection the last fixed part of the operation's path, whose things the answer's `id`s are
   */
  learn(path: string, collection: string, data: unknown): void {
    this.#read.set(path, data);
    this.#walk(data, `${collection}Id`);
  }

  #walk(value: unknown, idName: string): void {
    if (Array.isArray(value)) {
      for (const entry of value.slice(0, MOST)) this.#walk(entry, idName);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, field] of Object.entries(value)) {
        if (name === 'id' && typeof field === 'string') this.add(idName, field);
        else if (typeof field === 'string' && isKept(name)) this.add(name, field);
        else if (Array.isArray(field) && isKept(name))
          for (const one of field.slice(0, MOST)) if (typeof one === 'string') this.add(name, one);
        this.#walk(field, name === 'items' ? idName : `${name}Id`);
      }
    }
  }
}

function isKept(name: string): boolean {
  return /(id|ids)$/i.test(name) || ['currency', 'validFrom', 'signature'].includes(name);
}

/** `filter.partner_id`, `partnerIds` and `partnersId` are all ids of partners. */
function nameOf(name: string): string {
  return name
    .replace(/^filter\./, '')
    .replaceAll(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^ageRanges?Id$/i, 'ageId')
    .replace(/^countryStates?Ids?$/i, 'stateId')
    .replace(/iesIds?$/i, 'yId')
    .replace(/sIds?$/i, 'Id')
    .replace(/Ids$/, 'Id')
    .toLowerCase();
}
