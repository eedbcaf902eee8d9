// The radio over Web Bluetooth: Chrome and Edge on Android, ChromeOS, Windows, macOS and Linux.
// The types of Web Bluetooth are not part of the browser's standard declarations, so objects of it are "any" here.

import { lockIdOf, RadioError, within } from './radio.js';

/** @typedef {import('./radio.js').Link} Link */
/** @typedef {import('./radio.js').Place} Place */

const Uuid = (/** @type {string} */ short) => `8c1f${short}-6a3e-4d0c-9b7e-4c4631204b59`;
const Service = Uuid('0001');
const Identity = Uuid('0002');
const Challenge = Uuid('0003');
const Request = Uuid('0004');
const Reply = Uuid('0005');

const OperationMs = 5000;
const ConnectMs = 12_000;

// A connection often drops in its first moment, or its values are not found; a second one after a pause holds.
const ConnectTries = 3;
const PauseMs = 2500;

/** @returns {any} */
const bluetooth = () => /** @type {any} */ (navigator).bluetooth;

/**
 * What a failure of the browser means.
 * @param {any} error
 * @returns {RadioError}
 */
function faultOf(error) {
    if (error instanceof RadioError)
        return error;
    switch (error?.name) {
        case 'NotFoundError': return new RadioError('none-chosen');
        case 'SecurityError':
        case 'NotAllowedError': return new RadioError('forbidden');
        case 'NetworkError': return new RadioError('lost');
        // The browser names no ATT error. It may be a write that was too long, or a full queue.
        case 'NotSupportedError':
        case 'InvalidModificationError':
        case 'InvalidStateError':
        case 'OperationError':
        case 'UnknownError': return new RadioError('refused');
        default: return new RadioError('unreachable');
    }
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @param {number} milliseconds
 * @returns {Promise<T>}
 */
async function run(work, milliseconds = OperationMs) {
    try {
        return await within(work(), milliseconds);
    } catch (error) {
        throw faultOf(error);
    }
}

/**
 * @param {any} device
 * @returns {Promise<Link>}
 */
async function connect(device) {
    const begun = performance.now();
    for (let tries = 1; ; tries++) {
        try {
            return await connectOnce(device);
        } catch (error) {
            const fault = error instanceof RadioError ? error.fault : '';
            const hasDropped = fault === 'lost' || fault === 'none-chosen';
            if (!hasDropped || tries === ConnectTries || performance.now() - begun > ConnectMs)
                // After the choice of the lock "not found" means its values.
                throw fault === 'none-chosen' ? new RadioError('foreign') : error;
            await new Promise(resolve => setTimeout(resolve, PauseMs));
        }
    }
}

/**
 * @param {any} device
 * @returns {Promise<Link>}
 */
async function connectOnce(device) {
    const server = await run(() => device.gatt.connect(), ConnectMs);
    try {
        const service = await run(() => server.getPrimaryService(Service));
        // All at once: the browser asks the lock for them only once.
        const [identity, challenge, request, reply] = await run(() =>
            Promise.all([Identity, Challenge, Request, Reply].map(uuid => service.getCharacteristic(uuid))));
        const read = (/** @type {any} */ from) => run(async () => new Uint8Array((await from.readValue()).buffer.slice(0)));
        return {
            mtu: 0,
            isConnected: () => server.connected,
            readIdentity: () => read(identity),
            readChallenge: () => read(challenge),
            writePiece: piece => run(() => request.writeValueWithResponse(piece)),
            readReply: () => read(reply),
            disconnect: () => server.disconnect(),
        };
    } catch (error) {
        server.disconnect();
        throw error;
    }
}

/**
 * @param {any} device
 * @returns {Place}
 */
const placeOf = device => ({ lockId: lockIdOf(device.name), name: device.name ?? '', connect: () => connect(device) });

/** @type {import('./radio.js').Radio} */
export const bluetoothRadio = {
    kind: 'bluetooth',

    async state() {
        if (!bluetooth())
            return 'missing';
        return await bluetooth().getAvailability?.() === false ? 'off' : 'ready';
    },

    async find(lockId) {
        const devices = await bluetooth()?.getDevices?.() ?? [];
        const known = devices.find((/** @type {any} */ device) => lockIdOf(device.name) === lockId);
        return known ? placeOf(known) : null;
    },

    async choose(lockId) {
        const filter = { services: [Service], ...(lockId === null ? {} : { name: `LF-${lockId}` }) };
        return placeOf(await run(() => bluetooth().requestDevice({ filters: [filter] }), 120_000));
    },
};
