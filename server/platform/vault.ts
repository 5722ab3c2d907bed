import { createCipheriv, createDecipheriv, createHash, hash, hkdfSync, randomBytes } from 'node:crypto';

/** Seals secrets that must be sent or shown again, by AES-256-GCM under keys named by a short id. */
export interface Vault {
  /** Seals a text with the newest key. */
  seal(text: string): Buffer;
  /**
   * Opens what was sealed, under whichever of the keys sealed it.
   *
   * @throws Error when no key of ours opens it
   */
  open(sealed: Uint8Array): string;
}

const VERSION = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Makes a vault. Keys are rotated by putting the new one first; the others still open what they sealed.
 *
 * @param secretKeys texts of at least 32 characters, separated by commas, the newest first
 */
export function openVault(secretKeys: string): Vault {
  const keys = secretKeys.split(',').map((text) => {
    const key = Buffer.from(hkdfSync('sha256', text.trim(), '', 'pitwall vault', 32));
    return { key, id: createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES) };
  });
  const newest = keys[0];
  if (!newest) throw new Error('A vault needs a key');
  return {
    seal(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', newest.key, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), newest.id, nonce, cipher.getAuthTag(), body]);
    },
    open(sealed) {
      const bytes = Buffer.from(sealed);
      const id = bytes.subarray(1, 1 + KEY_ID_BYTES);
      const found = keys.find((one) => one.id.equals(id));
      if (bytes[0] !== VERSION || !found)
        throw new Error('The secret was sealed under a key that this installation does not have');
      const nonceEnd = 1 + KEY_ID_BYTES + NONCE_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', found.key, bytes.subarray(1 + KEY_ID_BYTES, nonceEnd));
      decipher.setAuthTag(bytes.subarray(nonceEnd, nonceEnd + TAG_BYTES));
      return Buffer.concat([
        decipher.update(bytes.subarray(nonceEnd + TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8');
    },
  };
}

/** The SHA-256 of a text: how tokens and other secrets that need not be shown again are stored. */
export function hashOf(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
