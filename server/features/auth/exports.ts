export { createUser, makeSignInLink } from './users.ts';
