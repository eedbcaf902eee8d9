// Calls the facility (docs/facility.md, What a refusal says). A call never throws: without signal it says so.

import { readValue } from '../keyring/store.js';

const TimeoutMs = 8000;

/** The version of the calls that this app speaks, and the header of requests and answers that says it. */
const Version = 1;
const VersionHeader = 'Api-Version';

/** What a facility of another age says: the app goes on with what it has, and tells the person. */
export const Misfits = Object.freeze(['app-too-old', 'facility-too-old', 'not-understood']);

/**
 * Why the facility refuses.
 * @typedef {object} Refusal
 * @property {string} code
 * @property {string} reason
 * @property {string} [check]
 * @property {number} [nextOpening]
 */

/**
 * @template T
 * @typedef {{ answer: T, refusal: null, isOffline: false } | { answer: null, refusal: Refusal, isOffline: false }
 *   | { answer: null, refusal: null, isOffline: true }} Outcome
 */

/** @type {Outcome<any>} */
const Offline = Object.freeze({ answer: null, refusal: null, isOffline: true });

/** How many calls went out since the page was opened; for tests. */
export const counted = { calls: 0 };

/**
 * @param {string} path
 * @param {object} [body] A POST with it; without one a GET.
 * @param {boolean} [isSignIn] Sends no token.
 * @returns {Promise<Outcome<any>>}
 */
export async function call(path, body, isSignIn = false) {
    const token = isSignIn ? undefined : await readValue('token');
    if (token === undefined && !isSignIn)
        return { answer: null, refusal: { code: 'not-signed-in', reason: '' }, isOffline: false };
    if (!navigator.onLine)
        return Offline;
    /** @type {Record<string, string>} */
    const headers = { [VersionHeader]: String(Version) };
    if (token !== undefined)
        headers.Authorization = `Bearer ${token}`;
    if (body !== undefined)
        headers['Content-Type'] = 'application/json';
    counted.calls++;
    try {
        const response = await fetch(`/api/${path}`, {
            method: body === undefined ? 'GET' : 'POST',
            headers,
            body: body === undefined ? undefined : JSON.stringify(body),
            cache: 'no-store',
            credentials: 'omit',
            signal: AbortSignal.timeout(TimeoutMs),
        });
        if (response.status === 204)
            return { answer: {}, refusal: null, isOffline: false };
        const content = await response.json();
        return response.ok
            ? { answer: content, refusal: null, isOffline: false }
            : { answer: null, refusal: refusalOf(content, Number(response.headers.get(VersionHeader))), isOffline: false };
    } catch {
        return Offline;
    }
}

/**
 * @param {any} content What the facility answered.
 * @param {number} version The version that it speaks; 0 if it does not say.
 * @returns {Refusal}
 */
function refusalOf(content, version) {
    const isOther = content?.code === 'version-not-supported' && version !== Version;
    const code = isOther ? (version > Version ? 'app-too-old' : 'facility-too-old')
        : typeof content?.code === 'string' ? content.code : 'not-understood';
    return { ...content, code, reason: String(content?.reason ?? '') };
}
