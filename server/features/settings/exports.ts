export { loadCallbackSecrets, makeCallbackSecret } from './callback-secrets.ts';
export { defaultSettings, mergeSettings, type SettingsDocument } from './document.ts';
export { loadPostbackPairs, makePostbackPair, postbackUrl, type PostbackPair } from './postback-pairs.ts';
export { loadSettings, saveSettings, type StoredSettings } from './store.ts';
