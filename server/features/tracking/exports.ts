export { testDataWorker } from './forget-tests.ts';
export { findMember, OWN_WALL } from './members.ts';
export { recordView } from './views.ts';
