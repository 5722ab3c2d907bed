export { testDataWorker } from './forget-tests.ts';
export { ensureMember, findMember, OWN_WALL } from './members.ts';
export { recordView, type NewView } from './views.ts';
