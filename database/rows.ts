// Made by `npm run generate` from the migrated database. Changes belong into a migration.

/** Row types by table name. */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface Tables {}
