import { signInRoute } from './sign-in.ts';
import { signOutRoute } from './sign-out.ts';

/** The routes of signing in. */
export const authRoutes = [signInRoute, signOutRoute];
