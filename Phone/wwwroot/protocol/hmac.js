// HMAC-SHA256 over the browser's own cryptography (docs/protocol.md, 2). A secret is a CryptoKey that scripts cannot read out.

import { ascii, join } from './bytes.js';

/** Bytes of a secret and of a hash. */
export const HashSize = 32;

/** Bytes of a MAC on the wire. */
export const MacSize = 16;

const Algorithm = { name: 'HMAC', hash: 'SHA-256' };

/**
 * Imports a secret and clears its bytes. No script can read the secret out of the result.
 * @param {Uint8Array<ArrayBuffer>} bytes 32 bytes; zeros afterwards.
 * @returns {Promise<CryptoKey>}
 */
export async function importSecret(bytes) {
    try {
        return await crypto.subtle.importKey('raw', bytes, Algorithm, false, ['sign']);
    } finally {
        bytes.fill(0);
    }
}

/**
 * HMAC-SHA256 of all parts in their order.
 * @param {CryptoKey} secret
 * @param {...Uint8Array} parts
 * @returns {Promise<Uint8Array<ArrayBuffer>>} 32 bytes.
 */
export async function hash(secret, ...parts) {
    return new Uint8Array(await crypto.subtle.sign('HMAC', secret, join(...parts)));
}

/**
 * H(secret, label | parts).
 * @param {CryptoKey} secret
 * @param {string} label Such as "LF1 share".
 * @param {...Uint8Array} parts
 */
export const derive = (secret, label, ...parts) => hash(secret, ascii(label), ...parts);

/**
 * A MAC as it is sent: the first 16 bytes of H(secret, label | parts).
 * @param {CryptoKey} secret
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export const mac = async (secret, label, ...parts) => (await derive(secret, label, ...parts)).slice(0, MacSize);
