// One challenge of a lock and the requests under it (docs/protocol.md, 4 and 4.5).

import { ChallengeSize, isChallenge, makeRequest, NonceSize, readReply, Status } from '../protocol/exchange.js';
import { MtuMin, split } from '../protocol/pieces.js';
import { AttInsufficientResources, RadioError } from '../radio/radio.js';

/** @typedef {import('../radio/radio.js').Link} Link */
/** @typedef {import('../protocol/exchange.js').Reply} Reply */

/**
 * A key as a phone has it.
 * @typedef {object} HeldKey
 * @property {Uint8Array} grant
 * @property {Uint8Array | null} share
 * @property {CryptoKey} secret
 */

/**
 * What was sent and what came back.
 * @typedef {object} Exchange
 * @property {Reply} reply
 * @property {Uint8Array} frame The challenge frame.
 * @property {Uint8Array} request
 * @property {Uint8Array} bytes The reply as it came.
 */

const TryCountMax = 4;
const QueuePauseMs = 200;

/** An MTU for which every request fits into one write. */
const WholeMtu = 515;

const pause = (/** @type {number} */ milliseconds) => new Promise(resolve => setTimeout(resolve, milliseconds));

/** The session with one lock. */
export class Session {
    /** @param {Link} link */
    constructor(link) {
        this.link = link;
        /** @type {Uint8Array} */
        this.frame = new Uint8Array(0);
        this.sequence = 0;
        // Whole, until a first write shows that the lock does not take it so.
        this.mtu = link.mtu || WholeMtu;
    }

    /** Reads a challenge. The requests after it are made under it. */
    async readChallenge() {
        const frame = await this.link.readChallenge();
        if (frame.length !== ChallengeSize || !isChallenge(frame))
            throw new RadioError('foreign');
        this.frame = frame;
        this.sequence = 0;
    }

    /**
     * Asks for a command under the challenge that was read; after a challenge that no longer counts, once more under a new one.
     * @param {number} command
     * @param {HeldKey | null} key
     * @param {Uint8Array} [body]
     * @returns {Promise<Exchange>}
     */
    async ask(command, key, body) {
        if (this.frame.length === 0)
            await this.readChallenge();
        const exchange = await this.askOnce(command, key, body);
        const { status, isProven } = exchange.reply;
        const needsChallenge = status === Status.StaleChallenge || status === Status.SequenceUsed
            || (status === Status.NotAuthentic && !isProven && key !== null);
        if (!needsChallenge)
            return exchange;
        await this.readChallenge();
        return this.askOnce(command, key, body);
    }

    /**
     * Sends a request until there is an answer. The same bytes again do nothing again: the lock repeats its reply.
     * @param {number} command
     * @param {HeldKey | null} key
     * @param {Uint8Array} [body]
     * @returns {Promise<Exchange>}
     */
    async askOnce(command, key, body) {
        const nonce = crypto.getRandomValues(new Uint8Array(NonceSize));
        const content = { command, sequence: ++this.sequence, nonce, grant: key?.grant, share: key?.share ?? undefined, body };
        const request = await makeRequest(content, this.frame, key?.secret ?? null);
        for (let tries = 1; tries <= TryCountMax; tries++) {
            await this.write(request);
            const bytes = await this.link.readReply();
            const reply = await readReply(bytes, request, this.frame, key?.secret ?? null);
            // A refused form can mean that the radio cut a long write short.
            const isCut = reply?.status === Status.OutOfOrder || (reply?.status === Status.Malformed && !reply.isProven);
            if (isCut && this.mtu > MtuMin)
                this.mtu = MtuMin;
            else if (reply !== null && !isCut)
                return { reply, frame: this.frame, request, bytes };
        }
        throw new RadioError('late');
    }

    /**
     * Writes a request whole, or in the smallest pieces where the radio does not take it whole.
     * @param {Uint8Array} request
     */
    async write(request) {
        try {
            await this.writePieces(request);
        } catch (error) {
            const isTooLong = error instanceof RadioError && error.fault === 'refused' && this.mtu > MtuMin && this.link.isConnected();
            if (!isTooLong)
                throw error;
            this.mtu = MtuMin;
            await this.writePieces(request);
        }
    }

    /** @param {Uint8Array} request */
    async writePieces(request) {
        for (const piece of split(request, this.mtu))
            await this.writePiece(piece);
    }

    /** @param {Uint8Array<ArrayBuffer>} piece */
    async writePiece(piece) {
        for (let tries = 1; ; tries++) {
            try {
                await this.link.writePiece(piece);
                return;
            } catch (error) {
                if (!this.mayBeFull(error) || tries === TryCountMax)
                    throw error;
                await pause(QueuePauseMs);
            }
        }
    }

    /**
     * Whether the lock's queue may be full. A browser names no ATT error; a refused piece of the smallest size is not too long.
     * @param {unknown} error
     */
    mayBeFull(error) {
        if (!(error instanceof RadioError))
            return false;
        const isUnknown = error.fault === 'refused' && error.att === 0;
        return error.att === AttInsufficientResources || (isUnknown && this.mtu === MtuMin && this.link.isConnected());
    }
}
