// How a visit ended. Texts are names of the catalogue (text/en.js).

/** @typedef {import('../facility/api.js').Refusal} Refusal */

/**
 * @typedef {object} Result
 * @property {'opened' | 'refused' | 'failed'} outcome
 * @property {string} words What happened.
 * @property {string} advice What to do now; empty for nothing.
 * @property {Record<string, string | number>} values What is filled into the texts; a time is seconds since 2020-01-01T00:00:00Z.
 * @property {number} releaseMs For how long the door is open; 0 if it is not.
 * @property {Refusal | null} refusal Why the facility gave no new key; null if it was not asked, or gave one.
 */

/**
 * @param {'refused' | 'failed'} outcome
 * @param {string} name Of the texts "result.name" and "advice.name".
 * @param {Record<string, string | number>} [values]
 * @param {Refusal | null} [refusal]
 * @returns {Result}
 */
export const ended = (outcome, name, values = {}, refusal = null) =>
    ({ outcome, words: `result.${name}`, advice: `advice.${name}`, values, releaseMs: 0, refusal });

/**
 * @param {number} releaseMs
 * @returns {Result}
 */
export const opened = releaseMs =>
    ({ outcome: 'opened', words: 'result.opened', advice: '', values: {}, releaseMs, refusal: null });

/**
 * What a fault of the radio means for the person.
 * @param {import('../radio/radio.js').RadioError} error
 * @returns {Result}
 */
export const failed = error => ended('failed', `radio-${error.fault}`);
