// The account of this phone: signing in and out, what the facility says of it, and its keys.

import { fromBase64 } from '../protocol/bytes.js';
import { readGrant } from '../protocol/grant.js';
import { importSecret } from '../protocol/hmac.js';
import { fromDate } from '../protocol/time.js';
import { deleteOwnKeys, keepStored, putKeys, putValue, readKeys, readValue, wipe } from '../keyring/store.js';
import { call } from './api.js';

/** @typedef {import('./api.js').Refusal} Refusal */

/**
 * The answer of GET /api/me, as far as the app uses it.
 * @typedef {object} Me
 * @property {string} facilityName
 * @property {string} zone
 * @property {string} signalPlace Where on the site a phone has signal; empty if it is not known.
 * @property {string} name
 * @property {boolean} isWithinHours
 * @property {number | null} nextOpening
 * @property {boolean} isPaymentDue
 * @property {number} now
 * @property {{ lockId: number, name: string, isOwnUnit: boolean }[]} entries
 * @property {{ keyId: number, lockId: number }[]} keys The keys of this phone that are in force.
 * @property {{ shareId: number, keyId: number, lockId: number, guestId: number, guestName: string, notAfter: number,
 *   isRevoked: boolean }[]} shares
 */

/** Seconds by which the facility's clock is ahead of this phone's, as far as it is known. */
let clockAhead = 0;

/** Now by the facility's clock, seconds since 2020-01-01T00:00:00Z. The phone's own clock can be wrong. */
export const now = () => fromDate(Date.now()) + clockAhead;

/** Reads what is known of the clock from the last visit to the facility. */
export async function readClock() {
    clockAhead = await readValue('clockAhead') ?? 0;
}

/**
 * Learns from a lock that has just opened. Its time is exact or too early, so a time ahead of this phone's shows that the phone's clock
 * is behind; and a key that has ended by the phone's clock, and opens, shows that it is ahead.
 * @param {number} lockTime 0 if the lock does not know it.
 * @param {number} notAfter When the key ends that opened it.
 */
export async function learnTime(lockTime, notAfter) {
    if (lockTime === 0 || (lockTime <= now() && now() < notAfter))
        return;
    clockAhead = lockTime - fromDate(Date.now());
    await putValue('clockAhead', clockAhead);
}

/** Whether this phone is signed in, as far as it knows. */
export const isSignedIn = async () => await readValue('token') !== undefined;

/**
 * Signs in with a code of the office.
 * @param {string} code
 * @returns {Promise<{ refusal: Refusal | null, isOffline: boolean }>}
 */
export async function signIn(code) {
    const { answer, refusal, isOffline } = await call('sign-in', { code: code.trim(), deviceName: deviceName() }, true);
    if (answer !== null) {
        await putValue('token', answer.token);
        await putValue('signedOut', undefined);
        await putValue('reported', undefined);
        await keepStored();
    }
    return { refusal, isOffline };
}

/** Signs out: the facility revokes the keys of this phone, and the phone deletes them. Keys of a guest stay. */
export async function signOut() {
    await call('sign-out', {});
    await forgetAccount();
}

/** Signs out and deletes everything on this phone, also keys that others have shared. */
export async function wipePhone() {
    await call('sign-out', {});
    await wipe();
}

async function forgetAccount() {
    await deleteOwnKeys();
    await putValue('token', undefined);
    await putValue('me', undefined);
}

/**
 * Asks the facility for the account.
 * @returns {Promise<import('./api.js').Outcome<Me>>}
 */
export async function refreshMe() {
    const token = await readValue('token');
    const outcome = await call('me');
    // Meanwhile somebody has signed in or out: this answer is about the account before.
    if (await readValue('token') !== token)
        return outcome;
    if (outcome.answer !== null) {
        clockAhead = outcome.answer.now - fromDate(Date.now());
        await putValue('clockAhead', clockAhead);
        await putValue('me', outcome.answer);
    } else if (outcome.refusal?.code === 'device-revoked' || (outcome.refusal?.code === 'not-signed-in' && token !== undefined)) {
        // The office has signed this phone out: its keys are revoked, so they are of no use.
        await forgetAccount();
        await putValue('signedOut', true);
    }
    return outcome;
}

/**
 * The account as the facility told it last.
 * @returns {Promise<Me | undefined>}
 */
export const lastMe = () => readValue('me');

/**
 * Asks for new keys and keeps them.
 * @param {object | null} here The proof that this phone is on the site; null for none.
 * @returns {Promise<import('./api.js').Outcome<{ keys: any[], notAfter: number, words: string }>>}
 */
export async function fetchKeys(here) {
    const token = await readValue('token');
    const outcome = await call('keys', { here });
    if (outcome.answer !== null && await readValue('token') === token)
        await keepKeys(outcome.answer.keys);
    return outcome;
}

/** @param {{ keyId: number, lockId: number, name: string, grant: string, secret: string, notAfter: number }[]} keys */
async function keepKeys(keys) {
    const me = await lastMe();
    const stored = [];
    for (const key of keys) {
        const grant = fromBase64(key.grant);
        if (readGrant(grant) === null)
            continue;
        stored.push({
            id: `own.${key.lockId}`,
            lockId: key.lockId,
            name: key.name,
            grant,
            share: null,
            secret: await importSecret(fromBase64(key.secret)),
            notAfter: key.notAfter,
            from: '',
            facility: me?.facilityName ?? '',
            zone: me?.zone ?? 'UTC',
            isFetched: true,
        });
    }
    await putKeys(stored);
    if (me !== undefined)
        await putValue('me', { ...me, keys: [...me.keys, ...keys.map(({ keyId, lockId }) => ({ keyId, lockId }))] });
}

/**
 * The best key of this phone to a lock: the own one, or of several the one that ends last.
 * @param {number} lockId
 */
export async function keyTo(lockId) {
    const keys = (await readKeys()).filter(key => key.lockId === lockId);
    keys.sort((one, other) => Number(one.share !== null) - Number(other.share !== null) || other.notAfter - one.notAfter);
    const usable = keys.find(key => key.notAfter > now());
    return usable ?? keys[0] ?? null;
}

function deviceName() {
    const agent = /** @type {any} */ (navigator).userAgentData;
    const browser = agent?.brands?.map((/** @type {any} */ brand) => brand.brand)
        .find((/** @type {string} */ brand) => !/not.?a.?brand|chromium/i.test(brand)) ?? 'Browser';
    return `${browser} on ${agent?.platform || navigator.platform || 'a phone'}`.slice(0, 100);
}
