// Bytes, numbers in little-endian order, hex and base64 (docs/protocol.md, 2).

/**
 * Joins bytes.
 * @param {...Uint8Array} parts
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function join(...parts) {
    const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
        joined.set(part, at);
        at += part.length;
    }
    return joined;
}

/**
 * The bytes of ASCII text.
 * @param {string} text
 */
export const ascii = text => new TextEncoder().encode(text);

/** @param {number} value 0..255 */
export const u8 = value => Uint8Array.of(value);

/** @param {number} value 0..65535 */
export const u16 = value => Uint8Array.of(value & 0xFF, (value >>> 8) & 0xFF);

/** @param {number} value 0..4294967295 */
export const u32 = value => Uint8Array.of(value & 0xFF, (value >>> 8) & 0xFF, (value >>> 16) & 0xFF, (value >>> 24) & 0xFF);

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 */
export const readU16 = (bytes, at) => bytes[at] | (bytes[at + 1] << 8);

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 */
export const readU32 = (bytes, at) => (readU16(bytes, at) | (readU16(bytes, at + 2) << 16)) >>> 0;

/**
 * Compares two arrays of bytes in a time that depends on their length only.
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function same(one, other) {
    if (one.length !== other.length)
        return false;
    let difference = 0;
    for (let i = 0; i < one.length; i++)
        difference |= one[i] ^ other[i];
    return difference === 0;
}

/** @param {Uint8Array} bytes */
export const toHex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

/**
 * @param {string} text An even number of hex digits.
 * @returns {Uint8Array<ArrayBuffer>}
 */
export const fromHex = text => Uint8Array.from(text.match(/../g) ?? [], pair => Number.parseInt(pair, 16));

/** @param {Uint8Array} bytes */
export const toBase64 = bytes => btoa(String.fromCharCode(...bytes));

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export const fromBase64 = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

/**
 * Base64 for an address: "-" and "_" for the two characters that have a meaning there, and no padding.
 * @param {Uint8Array} bytes
 */
export const toAddressText = bytes => toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | null} Null if it is not of this form.
 */
export function fromAddressText(text) {
    if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1)
        return null;
    return fromBase64(text.replace(/-/g, '+').replace(/_/g, '/'));
}
