export { insertToken, type NewToken } from './create.ts';
