// What the app keeps on this phone, in IndexedDB. A secret of a key is a CryptoKey that no script can read out.

const Name = 'keys';
const Version = 1;
const HistoryCountMax = 200;

/**
 * A key that this phone holds.
 * @typedef {object} StoredKey
 * @property {string} id
 * @property {number} lockId
 * @property {string} name What people call the entry.
 * @property {Uint8Array} grant
 * @property {Uint8Array | null} share The share of a guest; null for an own key.
 * @property {CryptoKey} secret
 * @property {number} notAfter When it ends, seconds since 2020-01-01T00:00:00Z.
 * @property {string} from Who shared it; empty for an own key.
 * @property {string} facility The name of its facility.
 * @property {string} zone The time zone of its facility.
 * @property {boolean} [isFetched] Whether the facility has given it to this phone; not, if a link has.
 */

/**
 * A share that was made on this phone.
 * @typedef {object} MadeShare
 * @property {string} id
 * @property {number} keyId
 * @property {number} lockId
 * @property {number} guestId
 * @property {string} guestName
 * @property {string} share base64
 * @property {number} notAfter
 * @property {boolean} isReported
 */

/**
 * One attempt at a door.
 * @typedef {object} HistoryLine
 * @property {number} at Seconds since 2020-01-01T00:00:00Z.
 * @property {string} name The entry.
 * @property {string} words The text of the result, a name of the catalogue.
 */

/**
 * What waits for signal.
 * @typedef {{ kind: 'batch', lockId: number, batch: string }
 *   | { kind: 'receipt', lockId: number, receipt: { challengeFrame: string, request: string, reply: string } }} Waiting
 */

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

/** @returns {Promise<IDBDatabase>} */
function open() {
    opening ??= new Promise((resolve, reject) => {
        const request = indexedDB.open(Name, Version);
        request.onupgradeneeded = () => {
            request.result.createObjectStore('keys', { keyPath: 'id' });
            request.result.createObjectStore('shares', { keyPath: 'id' });
            request.result.createObjectStore('values');
            request.result.createObjectStore('waiting', { autoIncrement: true });
            request.result.createObjectStore('history', { autoIncrement: true });
        };
        request.onsuccess = () => {
            // Another tab wipes everything, or is of a newer version.
            request.result.onversionchange = () => {
                request.result.close();
                opening = null;
            };
            resolve(request.result);
        };
        request.onerror = () => reject(request.error);
    });
    opening.catch(() => { opening = null; });
    return opening;
}

/**
 * Runs one transaction.
 * @template T
 * @param {string[]} stores
 * @param {IDBTransactionMode} mode
 * @param {(transaction: IDBTransaction) => IDBRequest<T> | void} work
 * @returns {Promise<T>} The result of the request that the work returned.
 */
async function run(stores, mode, work) {
    const database = await open();
    return new Promise((resolve, reject) => {
        const transaction = database.transaction(stores, mode);
        const request = work(transaction);
        transaction.oncomplete = () => resolve(/** @type {T} */ (request?.result));
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error);
    });
}

/**
 * @template T
 * @param {string} store
 * @returns {Promise<T[]>}
 */
const all = store => run([store], 'readonly', transaction => transaction.objectStore(store).getAll());

/** @returns {Promise<StoredKey[]>} */
export const readKeys = () => all('keys');

/**
 * Replaces this phone's own keys to some locks, or adds the key of a guest.
 * @param {StoredKey[]} keys
 */
export const putKeys = keys => run(['keys'], 'readwrite', transaction => {
    for (const key of keys)
        transaction.objectStore('keys').put(key);
});

/** @param {string} id */
export const deleteKey = id => run(['keys'], 'readwrite', transaction => transaction.objectStore('keys').delete(id));

/** Deletes this phone's own keys; keys of a guest stay. */
export async function deleteOwnKeys() {
    const own = (await readKeys()).filter(key => key.share === null);
    await run(['keys'], 'readwrite', transaction => {
        for (const key of own)
            transaction.objectStore('keys').delete(key.id);
    });
}

/** @returns {Promise<MadeShare[]>} */
export const readShares = () => all('shares');

/** @param {MadeShare} share */
export const putShare = share => run(['shares'], 'readwrite', transaction => transaction.objectStore('shares').put(share));

/**
 * Reads a value.
 * @param {string} name
 * @returns {Promise<any>} Undefined if it was never stored.
 */
export const readValue = name => run(['values'], 'readonly', transaction => transaction.objectStore('values').get(name));

/**
 * Stores a value; undefined removes it.
 * @param {string} name
 * @param {unknown} value
 */
export const putValue = (name, value) => run(['values'], 'readwrite', transaction => {
    if (value === undefined)
        transaction.objectStore('values').delete(name);
    else
        transaction.objectStore('values').put(value, name);
});

/** @param {Waiting} item */
export const addWaiting = item => run(['waiting'], 'readwrite', transaction => transaction.objectStore('waiting').add(item));

/**
 * What waits for signal, oldest first, with the numbers by which it is removed.
 * @returns {Promise<{ number: IDBValidKey, item: Waiting }[]>}
 */
export async function readWaiting() {
    const numbers = await run(['waiting'], 'readonly', transaction => transaction.objectStore('waiting').getAllKeys());
    const items = await all('waiting');
    return numbers.slice(0, items.length).map((number, index) => ({ number, item: /** @type {Waiting} */ (items[index]) }));
}

/** @param {IDBValidKey[]} numbers */
export const deleteWaiting = numbers => run(['waiting'], 'readwrite', transaction => {
    for (const number of numbers)
        transaction.objectStore('waiting').delete(number);
});

/** @param {HistoryLine} line */
export const addHistory = line => run(['history'], 'readwrite', transaction => {
    const history = transaction.objectStore('history');
    history.add(line);
    const count = history.count();
    count.onsuccess = () => {
        if (count.result <= HistoryCountMax)
            return;
        const oldest = history.openCursor();
        oldest.onsuccess = () => oldest.result?.delete();
    };
});

/** @returns {Promise<HistoryLine[]>} Newest first. */
export async function readHistory() {
    return (/** @type {HistoryLine[]} */ (await all('history'))).reverse();
}

/** Deletes everything: keys, sign-in, what waits, history. */
export async function wipe() {
    const stores = ['keys', 'shares', 'values', 'waiting', 'history'];
    await run(stores, 'readwrite', transaction => {
        for (const store of stores)
            transaction.objectStore(store).clear();
    });
}

/** Asks the browser not to remove the keys when it needs space. */
export async function keepStored() {
    return await navigator.storage?.persist?.() ?? false;
}
