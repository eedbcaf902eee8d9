// Sharing without a server (docs/protocol.md, 3.3): the holder's phone makes the guest's key, and a link takes it there. The key is in
// the part of the link after "#", which a browser does not send to any server.

import { ascii, fromAddressText, fromBase64, readU32, toAddressText, toBase64 } from '../protocol/bytes.js';
import { guestSecret, readGrant, readShare, writeShare } from '../protocol/grant.js';
import { HashSize, importSecret } from '../protocol/hmac.js';
import { GuestRights } from '../protocol/rights.js';

/** @typedef {import('../keyring/store.js').StoredKey} StoredKey */
/** @typedef {import('../protocol/windows.js').Window} Window */

const LinkVersion = 1;
const TextLengthMax = 100;

/**
 * Makes a share and its link.
 * @param {StoredKey} key An own key with the right Share.
 * @param {object} terms
 * @param {number} terms.notAfter
 * @param {number} terms.rights
 * @param {Window[]} terms.windows
 * @param {string} holder The name of the holder, for the guest.
 * @param {string} origin Such as "https://facility.example".
 * @returns {Promise<{ link: string, guestId: number, share: Uint8Array<ArrayBuffer>, notAfter: number }>}
 */
export async function makeShare(key, terms, holder, origin) {
    const guestId = readU32(crypto.getRandomValues(new Uint8Array(4)), 0);
    // Never more than the key itself: the lock would not give it.
    const notAfter = Math.min(terms.notAfter, key.notAfter);
    const rights = terms.rights & GuestRights & (readGrant(key.grant)?.rights ?? 0);
    const share = writeShare({ guestId, notAfter, rights, windows: terms.windows });
    const secret = await guestSecret(key.secret, share);
    const content = {
        v: LinkVersion, n: key.name, h: holder, f: key.facility, z: key.zone, g: toBase64(key.grant), s: toBase64(share),
        k: toBase64(secret),
    };
    secret.fill(0);
    return { link: `${origin}/app#key=${toAddressText(ascii(JSON.stringify(content)))}`, guestId, share, notAfter };
}

/**
 * What a link with a shared key says.
 * @typedef {object} Gift
 * @property {StoredKey} key Not stored yet.
 * @property {Window[]} windows The hours of the share.
 * @property {Window[]} within The hours of the key that was shared: it opens at those of both.
 */

/**
 * Reads the link of a shared key.
 * @param {string} text What follows "#key=".
 * @returns {Promise<Gift | null>} Null if it was cut off or changed.
 */
export async function readLink(text) {
    try {
        const bytes = fromAddressText(text);
        const content = bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes));
        if (content?.v !== LinkVersion)
            return null;
        const grantBytes = fromBase64(content.g);
        // Without a share it is a whole key, such as one for the staff.
        const shareBytes = content.s ? fromBase64(content.s) : null;
        const secret = fromBase64(content.k);
        const grant = readGrant(grantBytes);
        const share = shareBytes === null ? null : readShare(shareBytes);
        if (grant === null || (shareBytes !== null && share === null) || secret.length !== HashSize)
            return null;
        const key = {
            id: share === null ? `own.${grant.lockId}` : `guest.${grant.facilityId}.${grant.keyId}.${share.guestId}`,
            lockId: grant.lockId,
            name: plain(content.n),
            grant: grantBytes,
            share: shareBytes,
            secret: await importSecret(secret),
            notAfter: Math.min(grant.notAfter, share?.notAfter ?? grant.notAfter),
            from: plain(content.h),
            facility: plain(content.f),
            zone: isZone(content.z) ? content.z : 'UTC',
        };
        return { key, windows: (share ?? grant).windows, within: grant.windows };
    } catch {
        return null;
    }
}

/**
 * Text of somebody else: a string of bounded length.
 * @param {unknown} text
 */
const plain = text => String(text ?? '').slice(0, TextLengthMax);

/** @param {string} zone */
function isZone(zone) {
    try {
        return typeof zone === 'string' && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
    } catch {
        return false;
    }
}
