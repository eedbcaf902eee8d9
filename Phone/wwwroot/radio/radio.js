// What the app knows of a radio. There are two: Web Bluetooth (bluetooth.js), and the demo's (demo.js).

/** @typedef {'unreachable' | 'taken' | 'lost' | 'late' | 'refused' | 'none-chosen' | 'foreign' | 'off' | 'forbidden'} Fault */

/** The radio could not do what was asked. */
export class RadioError extends Error {
    /**
     * @param {Fault} fault
     * @param {number} [att] The ATT error of the lock, where there is one.
     */
    constructor(fault, att = 0) {
        super(fault);
        this.fault = fault;
        this.att = att;
    }
}

/** The lock's queue is full: write again. */
export const AttInsufficientResources = 0x11;

/**
 * A connection to one lock. One operation runs at a time; each one ends with its result or throws a {@link RadioError}.
 * @typedef {object} Link
 * @property {number} mtu The largest ATT packet, as far as it is known: 0 if the browser does not tell.
 * @property {() => boolean} isConnected
 * @property {() => Promise<Uint8Array>} readIdentity
 * @property {() => Promise<Uint8Array>} readChallenge
 * @property {(piece: Uint8Array<ArrayBuffer>) => Promise<void>} writePiece
 * @property {() => Promise<Uint8Array>} readReply
 * @property {() => void} disconnect
 */

/**
 * A lock that the radio can reach.
 * @typedef {object} Place
 * @property {number | null} lockId By its name; null if it does not tell.
 * @property {string} name As the radio shows it.
 * @property {() => Promise<Link>} connect
 */

/**
 * @typedef {object} Radio
 * @property {'bluetooth' | 'demo'} kind
 * @property {() => Promise<'ready' | 'off' | 'missing'>} state Whether it can be used: 'missing' if the browser has none.
 * @property {(lockId: number) => Promise<Place | null>} find A lock that was used before and needs no choice; null for none.
 * @property {(lockId: number | null) => Promise<Place>} choose Lets the person choose a lock; null for any.
 */

const LockName = /^LF-(\d{1,10})$/;

/**
 * The number of a lock by its name, "LF-" and the number.
 * @param {string | undefined} name
 */
export function lockIdOf(name) {
    const match = LockName.exec(name ?? '');
    return match === null ? null : Number(match[1]);
}

/**
 * Ends with a fault if an operation takes too long.
 * @template T
 * @param {Promise<T>} work
 * @param {number} milliseconds
 * @returns {Promise<T>}
 */
export function within(work, milliseconds) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new RadioError('late')), milliseconds);
    });
    return Promise.race([work, /** @type {Promise<never>} */ (late)]).finally(() => clearTimeout(timer));
}

/**
 * The radio of this page.
 * @returns {Promise<Radio>}
 */
export async function radioOfPage() {
    const kind = document.querySelector('meta[name=radio]')?.getAttribute('content');
    return kind === 'demo' ? (await import('./demo.js')).demoRadio : (await import('./bluetooth.js')).bluetoothRadio;
}
