// Times of the protocol: seconds since 2020-01-01T00:00:00Z (docs/protocol.md, 2).

const Epoch = Date.UTC(2020, 0, 1) / 1000;

/** Seconds of a day. */
export const Day = 86_400;

// Of "2026-09-02T13:00".
const MinuteLength = 16;

/** @param {number} milliseconds Since 1970, as Date has them. */
export const fromDate = milliseconds => Math.floor(milliseconds / 1000) - Epoch;

/** @param {number} seconds Of the protocol. */
export const toDate = seconds => new Date((seconds + Epoch) * 1000);

/**
 * A moment as a field for date and time has it, in the time of a zone: "2026-09-02T13:00".
 * @param {number} seconds Of the protocol.
 * @param {string} zone The name in the IANA database.
 */
export const toLocal = (seconds, zone) =>
    // Swedish writes a time as ISO 8601 does.
    toDate(seconds).toLocaleString('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
        .replace(' ', 'T').slice(0, MinuteLength);

/**
 * The moment of a field for date and time, in the time of a zone. Of an hour that comes twice, one of the two.
 * @param {string} text
 * @param {string} zone The name in the IANA database.
 * @returns {number} Seconds of the protocol; NaN if it is no time.
 */
export function fromLocal(text, zone) {
    const wanted = fromDate(Date.parse(`${text}Z`));
    let moment = wanted;
    // The distance to the zone may change between the first guess and the moment.
    for (let i = 0; i < 2 && !Number.isNaN(moment); i++)
        moment = wanted - (fromDate(Date.parse(`${toLocal(moment, zone)}Z`)) - moment);
    return moment;
}
