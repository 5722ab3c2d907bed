export { createUser, makeSignInLink, type NewUser } from './users.ts';
