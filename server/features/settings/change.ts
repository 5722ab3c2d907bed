import {
  changeNotificationSettings,
  changeRetentionSettings,
  changeSettings,
  changeWallSettings,
} from '#contract/settings.ts';
import { dialects } from '#domain/delivery/dialects/registry.ts';
import { parseDialectAddress } from '#domain/delivery/dialects/request.ts';
import { ok, refuse } from '../../http/answer.ts';
import { write, type WriteCall } from '../../http/route.ts';
import { contrastOf } from './contrast.ts';
import { mergeSettings, type SettingsDocument } from './document.ts';
import { settingsAnswer } from './read.ts';
import { loadSettings, saveSettings, type StoredSettings } from './store.ts';

/** The least contrast between the wall's accent and the text on it that WCAG 2.2 AA asks for. */
const LEAST_CONTRAST = 4.5;

type Section = 'wall' | 'retention' | 'notifications';

const changeGeneral = write(changeSettings, async (call) => {
  const { callback, ...rest } = call.body;
  const { headerValue, dialectSecret, ...callbackRest } = callback ?? {};
  const stored = await loadSettings(call.tx, call.tenant.id, 'FOR UPDATE');
  const document = mergeSettings(stored.document, { ...rest, ...(callback && { callback: callbackRest }) });
  if (document.name !== stored.document.name) {
    await call.tx.query('UPDATE tenants SET display_name = $2 WHERE id = $1', [
      call.tenant.id,
      document.name,
    ]);
    call.announce('tenant', call.tenant.id);
  }
  const sealed = (value: string | null | undefined, before: Buffer | null) =>
    value === undefined ? before : value ? call.context.vault.seal(value) : null;
  const after = {
    document,
    callbackHeaderValueSealed: sealed(headerValue, stored.callbackHeaderValueSealed),
    callbackDialectSecretSealed: sealed(dialectSecret, stored.callbackDialectSecretSealed),
  };
  if (callback) checkDialect(after);
  await store(call, stored, after, settingsAnswer);
  return ok(settingsAnswer(after));
});

function changeSection(endpoint: typeof changeWallSettings, section: Section) {
  return write(endpoint, async (call) => {
    const stored = await loadSettings(call.tx, call.tenant.id, 'FOR UPDATE');
    const value = mergeSettings(stored.document[section], call.body as object);
    if (section === 'wall') checkContrast(value as SettingsDocument['wall']);
    const after = { ...stored, document: { ...stored.document, [section]: value } };
    await store(call, stored, after, ({ document }) => document[section]);
    return ok(value as never);
  });
}

async function store(
  call: WriteCall<unknown>,
  before: StoredSettings,
  after: StoredSettings,
  shown: (settings: StoredSettings) => unknown,
): Promise<void> {
  await saveSettings(call.tx, call.tenant.id, after);
  await call.audit({
    action: 'change',
    objectKind: 'settings',
    objectId: call.tenant.id,
    before: shown(before),
    after: shown(after),
  });
  call.announce('settings', call.tenant.id);
}

function checkContrast({ accentColour, accentTextColour }: SettingsDocument['wall']): void {
  const ratio = contrastOf(accentColour, accentTextColour);
  if (ratio >= LEAST_CONTRAST) return;
  const measured = ratio.toFixed(2);
  refuse(
    'ValidationError',
    `accentTextColour: must have a contrast of at least ${LEAST_CONTRAST} to accentColour, not ${measured}`,
  );
}

/** An address for another wall's receiver is read as that wall reads it, and what it signs with has to be there. */
function checkDialect({ document, callbackDialectSecretSealed }: StoredSettings): void {
  const { url, dialect: name } = document.callback;
  if (name === null) return;
  const dialect = dialects[name];
  const problems = url === null ? [] : (parseDialectAddress(dialect, url).problems ?? []);
  const faults = problems.map((problem) => `callback.url: ${problem}`);
  if (dialect.needsSecret && callbackDialectSecretSealed === null)
    faults.push(`callback.dialectSecret: is required for the callbacks of ${dialect.title}`);
  if (faults.length > 0) refuse('ValidationError', ...faults);
}

/** Changes any subset of the settings, as a whole or by section. */
export const changeSettingsRoutes = [
  changeGeneral,
  changeSection(changeWallSettings, 'wall'),
  changeSection(changeRetentionSettings as never, 'retention'),
  changeSection(changeNotificationSettings as never, 'notifications'),
];
