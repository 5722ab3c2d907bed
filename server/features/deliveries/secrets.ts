import { LRUCache } from 'lru-cache';
import { inTenant, type Transaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { loadCallbackSecrets, loadSettings } from '../settings/exports.ts';
import { signingKey, type CallbackSecrets } from './sign.ts';

const TENANTS = 1_000;
/** A secret that ends is used no longer than this after its end. */
const TTL_MS = 10_000;

/** Finds what callbacks of a tenant are signed with, as it is now. */
export interface SecretsReader {
  of(tenantId: string): Promise<CallbackSecrets>;
  /** The same without waiting, where they were read a moment ago. */
  known(tenantId: string): CallbackSecrets | undefined;
  close(): void;
}

/** Loads what callbacks of a tenant are signed and marked with. */
export async function readCallbackSecrets(
  context: Pick<Context, 'vault'>,
  tx: Transaction,
  tenantId: string,
): Promise<CallbackSecrets> {
  const { document, callbackHeaderValueSealed: sealed } = await loadSettings(tx, tenantId);
  const name = document.callback.headerName;
  return {
    signing: (await loadCallbackSecrets(context, tx, tenantId)).map(signingKey),
    header: name === null || sealed === null ? null : { name, value: context.vault.open(sealed) },
  };
}

/** Remembers the secrets of tenants until their settings change. They are only ever in memory. */
export function rememberSecrets(context: Context): SecretsReader {
  const asked = new LRUCache<string, { promise: Promise<CallbackSecrets>; found?: CallbackSecrets }>({
    max: TENANTS,
    ttl: TTL_MS,
  });
  const close = context.changes.subscribe(({ kind, tenantId }) => {
    if (kind === 'settings' || kind === 'tenant') asked.delete(tenantId);
  });
  return {
    close,
    known: (tenantId) => asked.get(tenantId)?.found,
    of(tenantId) {
      const cached = asked.get(tenantId);
      if (cached) return cached.promise;
      const promise = inTenant(
        context.database,
        tenantId,
        (tx) => readCallbackSecrets(context, tx, tenantId),
        { readOnly: true },
      );
      const asking: { promise: Promise<CallbackSecrets>; found?: CallbackSecrets } = { promise };
      asked.set(tenantId, asking);
      promise.then(
        (found) => (asking.found = found),
        () => {
          if (asked.peek(tenantId) === asking) asked.delete(tenantId);
        },
      );
      return promise;
    },
  };
}
