import type { Route } from '../../http/route.ts';
import { changeItem } from './change.ts';
import { createItem } from './create.ts';
import { countryRoutes } from './countries.ts';
import { listItems } from './list.ts';
import { readItem } from './read.ts';
import { removeItem } from './remove.ts';
import { lookups } from './resources.ts';

/** The routes of the back office. */
export const backOfficeRoutes: readonly Route[] = [
  ...lookups.flatMap((lookup) => [
    listItems(lookup),
    readItem(lookup),
    createItem(lookup),
    changeItem(lookup),
    removeItem(lookup),
  ]),
  ...countryRoutes,
];
