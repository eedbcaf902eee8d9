// A phone is a carrier (docs/protocol.md, 6 and 7): it takes notices to locks and brings receipts and sealed events back. Nothing of it
// can be read or changed by the phone, and nothing of it delays a door.

import { toBase64 } from '../protocol/bytes.js';
import { deleteWaiting, putShare, putValue, readShares, readValue, readWaiting } from '../keyring/store.js';
import { call } from './api.js';

const LockCountMax = 16;
const BatchCountMax = 32;
const ReceiptCountMax = 20;

/**
 * What the facility has for a lock.
 * @typedef {object} Cargo
 * @property {string[]} notices base64, in the order in which they are delivered.
 * @property {number} readFrom The number of the first event that the facility does not have.
 */

/**
 * What this phone has for a lock.
 * @param {number} lockId
 * @returns {Promise<Cargo>}
 */
export const cargoFor = async lockId => await readValue(`cargo.${lockId}`) ?? { notices: [], readFrom: 0 };

/**
 * @param {number} lockId
 * @param {Cargo} cargo
 */
export const keepCargo = (lockId, cargo) => putValue(`cargo.${lockId}`, cargo);

/**
 * Fetches the notices for one lock, and the time under its challenge.
 * @param {number} lockId
 * @param {Uint8Array} challengeFrame
 * @returns {Promise<{ notices: string[], time: string | null } | null>} Null without signal, or if the lock is not known.
 */
export async function fetchFor(lockId, challengeFrame) {
    const { answer } = await call('carry', { locks: [{ lockId, challengeFrame: toBase64(challengeFrame) }] });
    const lock = answer?.locks[0];
    if (lock?.status !== 'ok')
        return null;
    await keepCargo(lockId, { notices: lock.notices, readFrom: lock.readFrom });
    return lock;
}

/**
 * Hands in what waits, and fetches what there is for the locks.
 * @param {number[]} lockIds The locks of this phone's keys.
 * @returns {Promise<boolean>} Whether the facility has it.
 */
export async function exchange(lockIds) {
    const waiting = await readWaiting();
    const numbers = [];
    /** @type {Map<number, { lockId: number, batches: string[], receipts: object[] }>} */
    const locks = new Map(lockIds.slice(0, LockCountMax).map(lockId => [lockId, { lockId, batches: [], receipts: [] }]));
    for (const { number, item } of waiting) {
        if (!locks.has(item.lockId) && locks.size < LockCountMax)
            locks.set(item.lockId, { lockId: item.lockId, batches: [], receipts: [] });
        const lock = locks.get(item.lockId);
        if (lock === undefined)
            continue;
        if (item.kind === 'batch' && lock.batches.length < BatchCountMax)
            lock.batches.push(item.batch);
        else if (item.kind === 'receipt' && lock.receipts.length < ReceiptCountMax)
            lock.receipts.push(item.receipt);
        else
            continue;
        numbers.push(number);
    }
    if (locks.size > 0) {
        const { answer } = await call('carry', { locks: [...locks.values()] });
        if (answer === null)
            return false;
        await deleteWaiting(numbers);
        for (const lock of answer.locks) {
            if (lock.status === 'ok')
                await keepCargo(lock.lockId, { notices: lock.notices, readFrom: lock.readFrom });
        }
    }
    return reportShares();
}

/** Reports the shares that were made without signal. */
async function reportShares() {
    for (const share of (await readShares()).filter(one => !one.isReported)) {
        const { keyId, guestName } = share;
        const { refusal, isOffline } = await call('shares', { keyId, guestName, share: share.share });
        if (isOffline)
            return false;
        // A refusal is final: the key has ended, or the office has revoked the guest. Other refusals are tried again.
        if (refusal === null || ['unknown-key', 'not-shareable', 'guest-revoked', 'too-many-shares', 'malformed'].includes(refusal.code))
            await putShare({ ...share, isReported: true });
    }
    return true;
}
