export type { PostbackReply } from './answers.ts';
export { decideRequests, type InboundRequest } from './decide.ts';
export { parametersOf } from './read-request.ts';
export { commitRequests } from './queue.ts';
