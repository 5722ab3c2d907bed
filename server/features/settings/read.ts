import {
  readNotificationSettings,
  readRetentionSettings,
  readSettings,
  readWallSettings,
  type Settings,
} from '#contract/settings.ts';
import { ok } from '../../http/answer.ts';
import { read } from '../../http/route.ts';
import { loadSettings, type StoredSettings } from './store.ts';

/** The settings as they are read: without secrets, and without the sections that have a path of their own. */
export function settingsAnswer(stored: StoredSettings): Settings {
  const {
    wall: _wall,
    retention: _retention,
    notifications: _notifications,
    callback,
    ...rest
  } = stored.document;
  return {
    ...rest,
    callback: {
      ...callback,
      hasHeaderValue: stored.callbackHeaderValueSealed !== null,
      hasDialectSecret: stored.callbackDialectSecretSealed !== null,
    },
  };
}

/** Reads the settings and each of their sections. */
export const readSettingsRoutes = [
  read(readSettings, async ({ tx, tenant }) => ok(settingsAnswer(await loadSettings(tx, tenant.id)))),
  read(readWallSettings, async ({ tx, tenant }) => ok((await loadSettings(tx, tenant.id)).document.wall)),
  read(readRetentionSettings, async ({ tx, tenant }) =>
    ok((await loadSettings(tx, tenant.id)).document.retention),
  ),
  read(readNotificationSettings, async ({ tx, tenant }) =>
    ok((await loadSettings(tx, tenant.id)).document.notifications),
  ),
];
