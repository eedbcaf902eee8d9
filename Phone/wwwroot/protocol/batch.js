// The header of a sealed batch of events: all of it that a phone can read (docs/protocol.md, 7).

import { readU16, readU32 } from './bytes.js';

const HeaderSize = 32;
const EventSize = 16;

/**
 * @param {Uint8Array} bytes
 * @returns {{ first: number, count: number, head: number } | null} Null if it is not of the form.
 */
export function readBatch(bytes) {
    if (bytes.length < HeaderSize)
        return null;
    const count = readU16(bytes, 4);
    return bytes.length === HeaderSize + count * EventSize ? { first: readU32(bytes, 0), count, head: readU32(bytes, 6) } : null;
}
