// Times of the protocol: seconds since 2020-01-01T00:00:00Z (docs/protocol.md, 2).

const Epoch = Date.UTC(2020, 0, 1) / 1000;

/** Seconds of a day. */
export const Day = 86_400;

/** @param {number} milliseconds Since 1970, as Date has them. */
export const fromDate = milliseconds => Math.floor(milliseconds / 1000) - Epoch;

/** @param {number} seconds Of the protocol. */
export const toDate = seconds => new Date((seconds + Epoch) * 1000);
