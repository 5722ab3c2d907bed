import { nilUuid } from '#domain/ids.ts';
import type { Turns } from '../../platform/turns.ts';

/** So few rows are unpacked within a stretch. */
const PAGE = 300;

/**
 * Reads many rows in the order of their ids, page by page, each in a stretch of its own: the answer to one statement is
 * unpacked in one go.
 *
 * @param load gives so many rows after an id, in the order of the ids
 */
export async function* inPages<Row>(
  load: (after: string, most: number) => Promise<Row[]>,
  idOf: (row: Row) => string,
  turns: Turns,
): AsyncGenerator<Row[]> {
  let after: string | undefined = nilUuid;
  while (after !== undefined) {
    const rows: Row[] = await load(after, PAGE);
    const last = rows.at(-1);
    after = last === undefined || rows.length < PAGE ? undefined : idOf(last);
    yield rows;
    await turns.rest();
  }
}
