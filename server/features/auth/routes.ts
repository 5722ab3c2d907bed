import { changeUserRoutes } from './change-user.ts';
import { invitationRoutes } from './invitations.ts';
import { listUserRoutes } from './list-users.ts';
import { readSessionRoute } from './session.ts';
import { signInRoute } from './sign-in.ts';
import { signOutRoute } from './sign-out.ts';
import { totpRoutes } from './totp.ts';

/** The routes of signing in. */
export const authRoutes = [
  signInRoute,
  signOutRoute,
  readSessionRoute,
  ...totpRoutes,
  ...listUserRoutes,
  ...changeUserRoutes,
  ...invitationRoutes,
];
