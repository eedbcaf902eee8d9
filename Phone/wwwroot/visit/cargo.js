// What a visit takes to the lock and away from it. The phone keeps it until there is signal.

import { fromBase64, toBase64, u32 } from '../protocol/bytes.js';
import { readBatch } from '../protocol/batch.js';
import { Command, Status } from '../protocol/exchange.js';
import { readGrant } from '../protocol/grant.js';
import { Rights } from '../protocol/rights.js';
import { addWaiting } from '../keyring/store.js';
import { cargoFor, keepCargo } from '../facility/carrier.js';

/** How long a visit reads events. */
const CollectMs = 10_000;

/**
 * Delivers notices, and keeps the lock's replies as receipts.
 * @param {import('./session.js').Session} session
 * @param {number} lockId
 * @param {string[]} notices base64, in their order.
 * @returns {Promise<boolean>} Whether the lock has carried one out that it did not have.
 */
export async function deliver(session, lockId, notices) {
    let isChanged = false;
    for (const notice of notices) {
        const { reply, frame, request, bytes } = await session.ask(Command.Deliver, null, fromBase64(notice));
        isChanged ||= reply.status === Status.Ok;
        const receipt = { challengeFrame: toBase64(frame), request: toBase64(request), reply: toBase64(bytes) };
        await addWaiting({ kind: 'receipt', lockId, receipt });
    }
    if (notices.length > 0)
        await keepCargo(lockId, { ...await cargoFor(lockId), notices: [] });
    return isChanged;
}

/**
 * Reads the lock's sealed events, from the first one that the facility does not have.
 * @param {import('./session.js').Session} session
 * @param {number} lockId
 * @param {import('../keyring/store.js').StoredKey} key
 */
export async function collectEvents(session, lockId, key) {
    const rights = readGrant(key.grant)?.rights ?? 0;
    if (key.share !== null || (rights & Rights.ReadEvents) === 0)
        return;
    const end = performance.now() + CollectMs;
    const cargo = await cargoFor(lockId);
    while (performance.now() < end) {
        const { reply } = await session.ask(Command.ReadEvents, key, u32(cargo.readFrom));
        const batch = reply.status === Status.Ok && reply.isProven ? readBatch(reply.body) : null;
        if (batch === null || batch.count === 0)
            return;
        await addWaiting({ kind: 'batch', lockId, batch: toBase64(reply.body) });
        cargo.readFrom = batch.first + batch.count;
        await keepCargo(lockId, { ...await cargoFor(lockId), readFrom: cargo.readFrom });
        if (cargo.readFrom > batch.head)
            return;
    }
}
