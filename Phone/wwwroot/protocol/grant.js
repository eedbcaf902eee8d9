// The offline key: the grant, which is public, and the share of a guest (docs/protocol.md, 3 and 3.3).

import { join, readU16, readU32, u16, u32, u8 } from './bytes.js';
import { derive } from './hmac.js';
import { AllRights } from './rights.js';
import { readWindows, WindowSize, writeWindows } from './windows.js';

const GrantVersion = 1;
const GrantHeaderSize = 35;
const ShareHeaderSize = 11;

/** @typedef {import('./windows.js').Window} Window */

/**
 * @typedef {object} Grant Times are seconds since 2020-01-01T00:00:00Z.
 * @property {number} facilityId
 * @property {number} lockId The one lock that it is for.
 * @property {number} keyId
 * @property {number} holderId
 * @property {number} issuedAt
 * @property {number} notBefore The first second at which it is valid.
 * @property {number} notAfter The Offline Key Expiration: the first second at which it is no longer valid.
 * @property {number} tenancy
 * @property {number} rights
 * @property {Window[]} windows
 */

/**
 * @typedef {object} Share
 * @property {number} guestId
 * @property {number} notAfter
 * @property {number} rights
 * @property {Window[]} windows
 */

/**
 * Reads a grant from its exact bytes.
 * @param {Uint8Array} bytes
 * @returns {Grant | null} Null if it is not of the form.
 */
export function readGrant(bytes) {
    if (bytes.length < GrantHeaderSize || bytes[0] !== GrantVersion || bytes[1] !== 0)
        return null;
    const rights = readU16(bytes, 32);
    const windows = readWindows(bytes.subarray(GrantHeaderSize));
    if ((rights & ~AllRights) !== 0 || windows === null || bytes.length !== GrantHeaderSize + bytes[34] * WindowSize)
        return null;
    return {
        facilityId: readU32(bytes, 2),
        lockId: readU32(bytes, 6),
        keyId: readU32(bytes, 10),
        holderId: readU32(bytes, 14),
        issuedAt: readU32(bytes, 18),
        notBefore: readU32(bytes, 22),
        notAfter: readU32(bytes, 26),
        tenancy: readU16(bytes, 30),
        rights,
        windows,
    };
}

/**
 * Reads a share from its exact bytes.
 * @param {Uint8Array} bytes
 * @returns {Share | null} Null if it is not of the form.
 */
export function readShare(bytes) {
    if (bytes.length < ShareHeaderSize)
        return null;
    const rights = readU16(bytes, 8);
    const windows = readWindows(bytes.subarray(ShareHeaderSize));
    if ((rights & ~AllRights) !== 0 || windows === null || bytes.length !== ShareHeaderSize + bytes[10] * WindowSize)
        return null;
    return { guestId: readU32(bytes, 0), notAfter: readU32(bytes, 4), rights, windows };
}

/**
 * Writes a share.
 * @param {Share} share
 */
export const writeShare = share => join(u32(share.guestId), u32(share.notAfter), u16(share.rights),
    u8(share.windows.length), writeWindows(share.windows));

/**
 * The secret of a guest. A holder makes it without a server.
 * @param {CryptoKey} holderSecret
 * @param {Uint8Array} share The exact bytes of the share.
 * @returns {Promise<Uint8Array<ArrayBuffer>>} 32 bytes. Whoever has them is the guest.
 */
export const guestSecret = (holderSecret, share) => derive(holderSecret, 'LF1 share', share);
