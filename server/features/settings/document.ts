import type { Settings } from '#contract/settings.ts';
import type { Static } from '#contract/schema.ts';
import type { NotificationSettings, RetentionSettings, WallSettings } from '#contract/settings.ts';

/** Everything that a tenant can set, as it is stored. Secrets are sealed in columns of their own. */
export interface SettingsDocument extends Omit<Settings, 'callback'> {
  callback: Omit<Settings['callback'], 'hasHeaderValue' | 'hasDialectSecret'>;
  wall: Static<typeof WallSettings>;
  retention: Static<typeof RetentionSettings>;
  notifications: Static<typeof NotificationSettings>;
}

/** The settings that a tenant begins with. */
export function defaultSettings(name: string): SettingsDocument {
  return {
    name,
    currency: 'USD',
    rewardCurrency: 'Points',
    rewardDecimals: 6,
    rewardRatio: 1,
    clickLifetimeDays: 400,
    unknownAudience: {
      age: 'show',
      gender: 'show',
      country: 'show',
      state: 'show',
      zip: 'show',
      device: 'show',
    },
    callback: { url: null, headerName: null, sendPending: false, sendRejected: false, dialect: null },
    postback: { ipAllowList: [], allowBarePath: false },
    wall: {
      logoUrl: null,
      accentColour: '#0f766e',
      accentTextColour: '#ffffff',
      theme: 'auto',
      currencyName: 'Points',
      currencyIconUrl: null,
      frameOrigins: [],
    },
    retention: { clickDays: 400, viewDays: 90, rawRequestDays: 400, deliveryTryDays: 90, auditDays: 730 },
    notifications: {
      emails: [],
      onEndpointOff: true,
      onCapReached: true,
      onBudgetExhausted: true,
      onParked: true,
    },
  };
}

/**
 * The document with a subset laid over it: objects are merged, everything else is replaced. What a newer version added
 * is filled in from the defaults.
 */
export function mergeSettings<T extends object>(base: T, over: object): T {
  const merged: Record<string, unknown> = Object.fromEntries(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? mergeSettings(before, value) : value;
  }
  return merged as T;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
