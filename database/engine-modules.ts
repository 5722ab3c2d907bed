/**
 * The modules that may work across tenants, each with what it does there. Every statement of theirs carries
 * `tenant_id` in its keys; a test of the house compares this list with who uses the engine's or the owner's
 * connections.
 */
export const ENGINE_MODULES: Readonly<Record<string, string>> = {
  'server/features/auth/links.ts': 'finds the tenant of a one-time sign-in link',
  'server/features/postbacks/find-pair.ts': 'finds the tenant of an inbound postback by its secret segment',
  'server/features/conversions/due.ts': 'finds what ripens, expires or has waited too long, of all tenants',
  'server/features/deliveries/claim.ts': 'reads due deliveries of all tenants that it has taken for a try',
  'server/features/deliveries/lease.ts': 'takes due deliveries of all tenants, each under a lease',
  'server/features/deliveries/complete.ts': 'stores what became of tries, many at a time',
  'server/features/deliveries/probe.ts': 'looks again at receivers that were switched off',
  'server/features/cost-pushes/due.ts': 'finds the pushes of costs that are due, of all tenants',
  'server/features/ledger/seal.ts': 'seals the ledgers of all tenants, one after the other',
  'server/features/members/scrub.ts':
    'frees what is stored of erased members of personal values, the audit too',
  'server/features/notifications/mail-sender.ts': 'takes due mail of all tenants for a try',
  'server/features/system/retention.ts': 'removes what has outlived the retention of its tenant',
  'server/features/system/routes.ts': 'asks whether the database answers and is migrated',
  'server/features/system/upkeep.ts': 'makes the partitions of the coming months and removes what has served',
  'server/features/tracking/forget-tests.ts': 'deletes what test links of all tenants made, after 30 days',
  'server/features/wall/read-ahead.ts': 'finds the tenants that had visitors lately',
  'server/main.ts': 'asks at the start whether the installation has a tenant',
  'server/platform/changes.ts': 'follows the change feed of all tenants',
  'server/platform/clock.ts': 'measures the distance to the database clock',
  'simulator/demo/build-tenant.ts': 'makes the tenants of the demo world',
  'simulator/demo/world.ts': 'asks whether there is a world, and removes one that was never finished',
  'simulator/model-runs/tenant.ts': 'makes the tenants of random runs',
  'simulator/table-statistics.ts': 'lets the database look at its tables anew',
  'simulator/tenant-clock.ts': 'moves the clock of one tenant',
  'server/platform/jobs-worker.ts': 'takes unfinished jobs of all tenants, each under a lease',
  'server/platform/directory.ts': 'finds tenants by name and credentials by their digest',
};
