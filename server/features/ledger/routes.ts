import type { Route } from '../../http/route.ts';
import { listBalancesRoute } from './balances.ts';
import { listLedgerRoute, listSealsRoutes } from './list.ts';
import { statementRoutes } from './statement.ts';

/** The routes of the ledger. */
export const ledgerRoutes: readonly Route[] = [
  listLedgerRoute,
  listBalancesRoute,
  ...listSealsRoutes,
  ...statementRoutes,
];
