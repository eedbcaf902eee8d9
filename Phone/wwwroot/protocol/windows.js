// Access windows: the hours at which a key admits (docs/protocol.md, 3.1).

import { join, readU16, u16, u8 } from './bytes.js';

/** Bytes of one window. */
export const WindowSize = 5;

/** The most windows of a key. */
export const WindowCountMax = 8;

/** The bit of the days that stands for the facility's holidays. */
export const HolidayBit = 0x80;

/** Minutes of a day. */
export const DayMinutes = 1440;

/**
 * One window: [start, end) on each of its days.
 * @typedef {object} Window
 * @property {number} days Bit 0 Monday .. bit 6 Sunday, bit 7 holidays; never 0.
 * @property {number} start First minute of the local day, 0..1439.
 * @property {number} end Minute behind the last one, 0..1440; on the next day if it is not above the start.
 */

/** The window that always admits. @type {Window} */
export const Always = Object.freeze({ days: 0xFF, start: 0, end: DayMinutes });

/**
 * Reads windows.
 * @param {Uint8Array} bytes Exactly the windows.
 * @returns {Window[] | null} Null if one of them, or their number, is not of the form.
 */
export function readWindows(bytes) {
    const count = bytes.length / WindowSize;
    if (!Number.isInteger(count) || count < 1 || count > WindowCountMax)
        return null;
    const windows = [];
    for (let at = 0; at < bytes.length; at += WindowSize) {
        const window = { days: bytes[at], start: readU16(bytes, at + 1), end: readU16(bytes, at + 3) };
        if (window.days === 0 || window.start >= DayMinutes || window.end > DayMinutes)
            return null;
        windows.push(window);
    }
    return windows;
}

/**
 * Writes windows.
 * @param {readonly Window[]} windows
 */
export const writeWindows = windows =>
    join(...windows.map(window => join(u8(window.days), u16(window.start), u16(window.end))));
