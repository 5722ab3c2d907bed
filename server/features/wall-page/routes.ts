import type { Route } from '../../http/route.ts';
import { readExampleRoute } from './read-example.ts';
import { readFileRoute, readScriptRoute } from './read-file.ts';
import { readPageRoute } from './read-page.ts';

/** The hosted wall: its page, what the page is made of, and the script and example for other pages. */
export const wallPageRoutes: readonly Route[] = [
  readPageRoute,
  readFileRoute,
  readScriptRoute,
  readExampleRoute,
];
