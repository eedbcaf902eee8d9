// The pieces in which a request is written (docs/protocol.md, 4.4).

import { join, u8 } from './bytes.js';

const First = 0x80;
const Last = 0x40;

/** The least MTU of a connection: every radio takes pieces for it. */
export const MtuMin = 23;

/** Bytes of a write that are not of the value, and the header byte of a piece. */
const Overhead = 4;

/**
 * Splits a request.
 * @param {Uint8Array} frame
 * @param {number} mtu
 * @returns {Uint8Array<ArrayBuffer>[]}
 */
export function split(frame, mtu) {
    const size = mtu - Overhead;
    const count = Math.max(1, Math.ceil(frame.length / size));
    return Array.from({ length: count }, (_, index) =>
        join(u8((index === 0 ? First : 0) | (index === count - 1 ? Last : 0) | index), frame.slice(index * size, (index + 1) * size)));
}
