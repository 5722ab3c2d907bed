/**
 * A ledger line as the hash chain covers it, as SQL over an entry named `e`: every column that says something, in a
 * form that never depends on a setting of the connection. The currency comes last, since it is the one free text.
 */
export const SEALED_TEXT = `concat_ws('|', e.id, e.posting_id, e.conversion_id, e.offer_id, e.account,
  coalesce(e.party_id::text, ''), e.phase, e.amount::text,
  to_char(e.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.currency)`;

/** The hash of that line, as SQL. It is made in the database, where the line already is. */
export const LEAF_HASH = `sha256('\\x00'::bytea || convert_to(${SEALED_TEXT}, 'UTF8'))`;
