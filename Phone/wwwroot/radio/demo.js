// The radio of the demo: virtual locks in the demo's own process, over a WebSocket that exists only there. Each message is one JSON
// object, as in boards/virtual/README.md, "A listening lock".

import { fromHex, toHex } from '../protocol/bytes.js';
import { RadioError, within } from './radio.js';

/** @typedef {import('./radio.js').Link} Link */
/** @typedef {import('./radio.js').Place} Place */

const Uuid = (/** @type {string} */ short) => `8c1f${short}-6a3e-4d0c-9b7e-4c4631204b59`;
const MtuWanted = 247;
const OperationMs = 5000;

/** The door at which the person of the demo stands; the picture of the doors follows it. */
export const standing = {
    lockId: 0,
    /** Is told of each move. */
    moved: () => { },
    /** @param {number} lockId */
    go(lockId) {
        standing.lockId = lockId;
        standing.moved();
    },
};

/**
 * Whoever opens a certain door stands at it.
 * @param {number | null} lockId Null for the door at which the person stands.
 */
async function placeAt(lockId) {
    if (lockId !== null)
        standing.go(lockId);
    return placeOf(standing.lockId);
}

/**
 * Opens a WebSocket of the demo.
 * @param {string} path
 */
export function openSocket(path) {
    const address = new URL(path, location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(address);
}

/**
 * @param {number} lockId
 * @returns {Promise<Link>}
 */
async function connect(lockId) {
    const socket = openSocket(`/demo/air?lock=${lockId}`);
    /** @type {Map<number, { resolve: (answer: any) => void, reject: (error: Error) => void }>} */
    const waiting = new Map();
    let last = 0;
    // Until the lock has answered for the first time, nobody is there.
    let why = new RadioError('unreachable');
    const end = (/** @type {RadioError} */ error) => {
        why = error;
        for (const { reject } of waiting.values())
            reject(error);
        waiting.clear();
    };
    socket.onclose = () => end(why);
    socket.onmessage = message => {
        const answer = JSON.parse(message.data);
        if (typeof answer.id !== 'number') {
            if (answer.error)
                end(new RadioError(answer.error === 'busy' ? 'taken' : 'unreachable'));
            return;
        }
        const asked = waiting.get(answer.id);
        waiting.delete(answer.id);
        if (answer.error)
            asked?.reject(new RadioError('refused', Number(answer.error) || 0));
        else
            asked?.resolve(answer);
    };
    const ask = (/** @type {object} */ question) => within(new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) {
            reject(why);
            return;
        }
        waiting.set(++last, { resolve, reject });
        socket.send(JSON.stringify({ id: last, ...question }));
    }), OperationMs);
    const read = async (/** @type {string} */ short) => fromHex((await ask({ op: 'read', characteristic: Uuid(short) })).value);
    await within(new Promise((resolve, reject) => {
        socket.onopen = resolve;
        socket.onerror = () => reject(new RadioError('unreachable'));
    }), OperationMs);
    const { mtu } = await ask({ op: 'mtu', mtu: MtuWanted });
    why = new RadioError('lost');
    return {
        mtu,
        isConnected: () => socket.readyState === WebSocket.OPEN,
        readIdentity: () => read('0002'),
        readChallenge: () => read('0003'),
        writePiece: async piece => {
            await ask({ op: 'write', characteristic: Uuid('0004'), value: toHex(piece) });
        },
        readReply: () => read('0005'),
        disconnect: () => socket.close(),
    };
}

/**
 * @param {number} lockId
 * @returns {Place}
 */
const placeOf = lockId => ({ lockId, name: `LF-${lockId}`, connect: () => connect(lockId) });

/** @type {import('./radio.js').Radio} */
export const demoRadio = {
    kind: 'demo',
    state: async () => 'ready',
    find: placeAt,
    choose: placeAt,
};
