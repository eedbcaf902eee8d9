// One exchange with a lock: challenge frame, request, reply (docs/protocol.md, 4).

import { join, readU16, readU32, same, u16, u8 } from './bytes.js';
import { mac, MacSize } from './hmac.js';

/** Commands (docs/protocol.md, 4.2). */
export const Command = Object.freeze({
    Unlock: 1, Relock: 2, HoldOpen: 3, ReadEvents: 4, Status: 5, Manage: 6, Provision: 7, Deliver: 8, SetTime: 9, Here: 10,
});

/** Statuses (docs/protocol.md, 4.3). */
export const Status = Object.freeze({
    Ok: 0, Malformed: 1, UnknownCommand: 2, TooLong: 3, OutOfOrder: 4, NotAuthentic: 5, SequenceUsed: 6, StaleChallenge: 7,
    Expired: 8, NotYetValid: 9, ClockUnknown: 10, Revoked: 11, NotPermitted: 12, Overlocked: 13, Lockdown: 14, OutsideHours: 15,
    TooSoon: 16, Busy: 17, AlreadyApplied: 18, MissingNotice: 19, NotApplicable: 20, StaleTime: 21, GenerationTooLow: 22,
    StorageFault: 23, Jammed: 24, InternalError: 25, NotProvisioned: 26, SettingsTooNew: 27,
});

/** Bytes of a challenge frame. */
export const ChallengeSize = 22;

/** Bytes of a nonce. */
export const NonceSize = 16;

/** The most bytes of a request and of a reply. */
export const FrameSizeMax = 512;

const ProtocolVersion = 1;
const IdentitySizeMin = 13;
const ReplyHeaderSize = 6;

/**
 * What a lock says of itself. Anybody can say it; only a reply with the right MAC shows that it is true.
 * @typedef {object} Identity
 * @property {number} facilityId
 * @property {number} lockId
 * @property {number} generation
 * @property {string} firmware Such as "0.1.0".
 */

/**
 * The answer of a lock.
 * @typedef {object} Reply
 * @property {number} command
 * @property {number} sequence
 * @property {number} status
 * @property {Uint8Array} body
 * @property {boolean} isProven Whether it is the answer of this lock to this request. Believe no other.
 */

/**
 * Reads Identity.
 * @param {Uint8Array} bytes
 * @returns {Identity | null} Null if it is not of the form.
 */
export function readIdentity(bytes) {
    if (bytes.length < IdentitySizeMin)
        return null;
    return {
        facilityId: readU32(bytes, 0),
        lockId: readU32(bytes, 4),
        generation: readU16(bytes, 8),
        firmware: `${bytes[10]}.${bytes[11]}.${bytes[12]}`,
    };
}

/**
 * Whether bytes are a challenge frame of this protocol.
 * @param {Uint8Array} frame
 */
export const isChallenge = frame => frame.length === ChallengeSize && frame[0] === ProtocolVersion;

/**
 * The lock's time in its challenge frame: exact, a lower bound, or 0.
 * @param {Uint8Array} frame
 */
export const timeOf = frame => readU32(frame, 2);

/**
 * Makes a request.
 * @param {object} content
 * @param {number} content.command
 * @param {number} content.sequence From 1, strictly rising under one challenge.
 * @param {Uint8Array} content.nonce 16 bytes, drawn for this request.
 * @param {Uint8Array} [content.grant]
 * @param {Uint8Array} [content.share]
 * @param {Uint8Array} [content.body]
 * @param {Uint8Array} challengeFrame
 * @param {CryptoKey | null} secret The secret of the holder or guest; null for a request without a key.
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function makeRequest({ command, sequence, nonce, grant, share, body }, challengeFrame, secret) {
    const none = new Uint8Array(0);
    const start = join(u8(command), u16(sequence), nonce, u8(grant?.length ?? 0), grant ?? none, u8(share?.length ?? 0),
        share ?? none, u16(body?.length ?? 0), body ?? none);
    const proof = secret === null ? new Uint8Array(MacSize) : await mac(secret, 'LF1 request', challengeFrame, start);
    return join(start, proof);
}

/**
 * Reads a reply.
 * @param {Uint8Array} bytes
 * @param {Uint8Array} request The request that it answers.
 * @param {Uint8Array} challengeFrame
 * @param {CryptoKey | null} secret As for the request.
 * @returns {Promise<Reply | null>} Null if it is not of the form.
 */
export async function readReply(bytes, request, challengeFrame, secret) {
    if (bytes.length < ReplyHeaderSize + MacSize || bytes.length > FrameSizeMax
        || bytes.length !== ReplyHeaderSize + readU16(bytes, 4) + MacSize)
        return null;
    const start = bytes.slice(0, bytes.length - MacSize);
    const proof = request.slice(request.length - MacSize);
    const isProven = secret !== null && bytes[0] === request[0] && readU16(bytes, 1) === readU16(request, 1)
        && same(bytes.slice(start.length), await mac(secret, 'LF1 reply', challengeFrame, proof, start));
    return {
        command: bytes[0],
        sequence: readU16(bytes, 1),
        status: bytes[3],
        body: start.slice(ReplyHeaderSize),
        isProven,
    };
}
