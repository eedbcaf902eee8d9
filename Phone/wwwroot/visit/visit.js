// One visit: from connecting to letting go (docs/phone-app.md, One visit). Two ATT transactions open the door; what its answer means is
// what the app does next, in the same connection.

import { fromBase64, readU16, readU32, toBase64 } from '../protocol/bytes.js';
import { Command, readIdentity, Status, timeOf } from '../protocol/exchange.js';
import { Day } from '../protocol/time.js';
import { RadioError } from '../radio/radio.js';
import { call } from '../facility/api.js';
import { fetchKeys, keyTo, learnTime, now, refreshMe } from '../facility/account.js';
import { cargoFor, fetchFor } from '../facility/carrier.js';
import { collectEvents, deliver } from './cargo.js';
import { ended, failed, opened } from './result.js';
import { Session } from './session.js';

/** @typedef {import('../radio/radio.js').Place} Place */
/** @typedef {import('../keyring/store.js').StoredKey} StoredKey */
/** @typedef {import('./result.js').Result} Result */
/** @typedef {'connecting' | 'asking' | 'renewing' | 'time' | 'notices' | 'again'} Step */

/**
 * What the facility said when a new key was asked for.
 * @typedef {object} Renewal
 * @property {boolean} isDone
 * @property {boolean} isOffline
 * @property {import('../facility/api.js').Refusal | null} refusal
 */

const ReleaseDefaultMs = 5000;
const TooSoonMs = 1100;
const pause = (/** @type {number} */ milliseconds) => new Promise(resolve => setTimeout(resolve, milliseconds));

/**
 * Opens a door.
 * @param {object} visit
 * @param {Place} visit.place Where the radio finds the lock.
 * @param {number | null} visit.lockId The lock that is meant; null for whichever it is.
 * @param {(step: Step) => void} [visit.onStep]
 * @returns {Promise<{ result: Result, lockId: number | null, after: Promise<void> }>} The result as soon as it is known. What is
 *     carried to and from the lock follows; after it, the connection has ended.
 */
export async function visit({ place, lockId, onStep = () => { } }) {
    let link;
    try {
        onStep('connecting');
        link = await place.connect();
        const session = new Session(link);
        const at = place.lockId ?? readIdentity(await link.readIdentity())?.lockId ?? null;
        const door = new Visit(session, at, onStep);
        const result = lockId !== null && at !== lockId ? ended('refused', 'other-door') : await door.open();
        const after = door.carry(result).catch(() => { }).finally(() => session.link.disconnect());
        return { result, lockId: at, after };
    } catch (error) {
        link?.disconnect();
        if (!(error instanceof RadioError))
            throw error;
        return { result: failed(error), lockId, after: Promise.resolve() };
    }
}

class Visit {
    /**
     * @param {Session} session
     * @param {number | null} lockId
     * @param {(step: Step) => void} onStep
     */
    constructor(session, lockId, onStep) {
        this.session = session;
        this.lockId = lockId;
        this.onStep = onStep;
        /** @type {StoredKey | null} */
        this.key = null;
        this.isRenewed = false;
    }

    /** @returns {Promise<Result>} */
    async open() {
        if (this.lockId === null)
            return ended('failed', 'radio-foreign');
        this.key = await keyTo(this.lockId);
        if (this.key === null) {
            const renewal = await this.renew();
            if (this.key === null)
                return ended('refused', renewal.isOffline ? 'no-key-offline' : 'no-key', {}, renewal.refusal);
        }
        return this.unlock(true);
    }

    /**
     * @param {boolean} isFirst Whether what the answer asks for is done, and the door tried once more.
     * @returns {Promise<Result>}
     */
    async unlock(isFirst) {
        this.onStep(isFirst ? 'asking' : 'again');
        if (!isFirst)
            await this.session.readChallenge();
        let { reply } = await this.session.ask(Command.Unlock, this.key);
        if (reply.status === Status.TooSoon) {
            await pause(TooSoonMs);
            ({ reply } = await this.session.ask(Command.Unlock, this.key));
        }
        // Anybody can send a reply without the right MAC. The door may be another one that pretends to be this one.
        if (!reply.isProven && reply.status !== Status.NotAuthentic)
            return ended('failed', 'not-proven');
        if (reply.status === Status.Ok && this.key !== null)
            await learnTime(timeOf(this.session.frame), this.key.notAfter);
        if (reply.status === Status.Ok)
            return opened(reply.body.length >= 2 ? readU16(reply.body, 0) : ReleaseDefaultMs);
        return this.refused(reply, isFirst);
    }

    /**
     * The table of answers.
     * @param {import('../protocol/exchange.js').Reply} reply
     * @param {boolean} isFirst
     * @returns {Promise<Result>}
     */
    async refused(reply, isFirst) {
        const moment = reply.body.length === 4 ? readU32(reply.body, 0) : 0;
        switch (reply.status) {
            case Status.Expired: return this.afterRenewal('expired', isFirst);
            case Status.NotAuthentic: return this.afterRenewal('unknown-key', isFirst);
            case Status.Revoked: return this.afterRenewal('revoked', isFirst);
            case Status.ClockUnknown: return this.afterTime(isFirst);
            case Status.OutsideHours: return this.afterHours(moment, isFirst);
            case Status.Overlocked: return this.afterNotices('overlocked', isFirst);
            case Status.NotYetValid: return this.afterEarly(moment, isFirst);
            case Status.Lockdown: return this.afterNotices('lockdown', isFirst);
            case Status.NotPermitted: return ended('refused', 'not-permitted');
            case Status.Jammed: return ended('refused', 'jammed');
            case Status.TooSoon:
            case Status.Busy: return ended('refused', 'busy');
            case Status.StorageFault:
            case Status.InternalError: return ended('refused', 'broken', { status: reply.status });
            case Status.NotProvisioned: return ended('refused', 'not-set-up');
            default: return ended('refused', 'other', { status: reply.status });
        }
    }

    /**
     * The customer's step 5: the phone shows that it is here, gets a new key, and tries again once.
     * @param {string} name
     * @param {boolean} isFirst
     */
    async afterRenewal(name, isFirst) {
        if (this.key?.share)
            return ended('refused', `guest-${name}`, { from: this.key.from });
        if (!isFirst || this.isRenewed)
            return ended('refused', name);
        const renewal = await this.renew();
        if (renewal.isDone)
            return this.unlock(false);
        return ended('refused', renewal.isOffline ? `${name}-offline` : name, {}, renewal.refusal);
    }

    /** @param {boolean} isFirst */
    async afterTime(isFirst) {
        if (!isFirst)
            return ended('refused', 'clock');
        const brought = await this.bringTime();
        return brought === 'ok' ? this.unlock(false) : ended('refused', brought === 'offline' ? 'clock-offline' : 'clock');
    }

    /**
     * The key begins later by the lock's clock, which may be behind.
     * @param {number} moment When the key begins.
     * @param {boolean} isFirst
     */
    async afterEarly(moment, isFirst) {
        return isFirst && await this.bringTime() === 'ok' ? this.unlock(false) : ended('refused', 'not-yet', { moment });
    }

    /**
     * Brings the lock the facility's time.
     * @returns {Promise<'ok' | 'offline' | 'refused'>}
     */
    async bringTime() {
        this.onStep('time');
        await this.session.readChallenge();
        const cargo = await fetchFor(this.id, this.session.frame);
        if (cargo?.time == null)
            return 'offline';
        const { reply } = await this.session.askOnce(Command.SetTime, null, fromBase64(cargo.time));
        return reply.status === Status.Ok ? 'ok' : 'refused';
    }

    /**
     * @param {number} moment The next opening; 0 for none.
     * @param {boolean} isFirst
     */
    async afterHours(moment, isFirst) {
        const isOwn = !this.key?.share;
        if (isFirst && isOwn && !this.isRenewed && (await refreshMe()).answer?.isWithinHours && (await this.renew()).isDone)
            return this.unlock(false);
        return moment === 0 ? ended('refused', 'no-hours') : ended('refused', 'hours', { moment });
    }

    /**
     * What the office has closed, it may have opened since: the phone brings the lock what there is.
     * @param {'overlocked' | 'lockdown'} name
     * @param {boolean} isFirst
     */
    async afterNotices(name, isFirst) {
        if (!isFirst)
            return ended('refused', name);
        this.onStep('notices');
        const { notices } = await fetchFor(this.id, this.session.frame) ?? await cargoFor(this.id);
        const isChanged = await deliver(this.session, this.id, notices);
        if (isChanged)
            return this.unlock(false);
        const isOwed = name === 'overlocked' && !this.key?.share && (await refreshMe()).answer?.isPaymentDue;
        return ended('refused', name, {}, isOwed ? { code: 'payment-due', reason: '' } : null);
    }

    /**
     * Shows that this phone is at the lock, and fetches new keys.
     * @returns {Promise<Renewal>}
     */
    async renew() {
        this.onStep('renewing');
        this.isRenewed = true;
        const drawn = await call('here', { lockId: this.id });
        if (drawn.answer === null)
            return { isDone: false, isOffline: drawn.isOffline, refusal: drawn.refusal };
        const { reply, frame } = await this.session.ask(Command.Here, null, fromBase64(drawn.answer.serverChallenge));
        const { serverChallenge } = drawn.answer;
        const here = reply.status !== Status.Ok ? null
            : { lockId: this.id, serverChallenge, challengeFrame: toBase64(frame), body: toBase64(reply.body) };
        const fetched = await fetchKeys(here);
        if (fetched.answer === null)
            return { isDone: false, isOffline: fetched.isOffline, refusal: fetched.refusal };
        this.key = await keyTo(this.id);
        return { isDone: this.key !== null, isOffline: false, refusal: null };
    }

    /**
     * After the latch has moved: takes notices to the lock, brings its events, and renews keys that end soon.
     * @param {Result} result
     */
    async carry(result) {
        if (this.lockId === null || this.key === null || result.outcome === 'failed')
            return;
        const cargo = await cargoFor(this.id);
        await deliver(this.session, this.id, cargo.notices);
        if (result.outcome === 'opened') {
            await collectEvents(this.session, this.id, this.key);
            if (!this.key.share && !this.isRenewed && this.key.notAfter - now() < Day)
                await this.renew();
        }
    }

    get id() {
        return /** @type {number} */ (this.lockId);
    }
}
