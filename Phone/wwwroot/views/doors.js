// The first view: every door that this phone knows, with the state of its key.

import { lastMe, now } from '../facility/account.js';
import { readGrant } from '../protocol/grant.js';
import { readKeys, readValue } from '../keyring/store.js';
import { at, reasonOf, t } from '../text/words.js';
import { button, doorPicture, el } from './dom.js';

/** @typedef {import('../app.js').App} App */

/**
 * A door of the list.
 * @typedef {object} Door
 * @property {number} lockId
 * @property {string} name
 * @property {import('../keyring/store.js').StoredKey | null} key
 */

/**
 * All doors: those of the account, and those of keys that others shared.
 * @returns {Promise<Door[]>}
 */
export async function readDoors() {
    const keys = await readKeys();
    /** @type {Map<number, Door>} */
    const doors = new Map();
    for (const { lockId, name } of (await lastMe())?.entries ?? [])
        doors.set(lockId, { lockId, name, key: null });
    for (const key of keys.sort((one, other) => Number(one.share !== null) - Number(other.share !== null))) {
        const door = doors.get(key.lockId) ?? { lockId: key.lockId, name: key.name, key: null };
        if (door.key === null || (door.key.notAfter <= now() && key.notAfter > now()))
            door.key = key;
        doors.set(key.lockId, door);
    }
    return [...doors.values()];
}

/**
 * Whether the facility no longer counts a key among those of this phone: the lock will refuse it as soon as it knows.
 * @param {import('../keyring/store.js').StoredKey} key
 * @param {import('../facility/account.js').Me | undefined} me
 */
export const isWithdrawn = (key, me) => key.isFetched === true && me !== undefined
    && !me.keys.some(one => one.keyId === readGrant(key.grant)?.keyId);

/**
 * The state of a key in words.
 * @param {import('../keyring/store.js').StoredKey | null} key
 * @param {import('../facility/account.js').Me | undefined} me
 * @returns {{ text: string, style: string }}
 */
export function stateOf(key, me) {
    if (key === null)
        return { text: t('key.none'), style: 'quiet' };
    if (key.notAfter <= now())
        return { text: t(key.share === null ? 'key.expired' : 'key.expired-guest'), style: 'bad' };
    if (isWithdrawn(key, me))
        return { text: t('key.withdrawn'), style: 'bad' };
    const begins = readGrant(key.grant)?.notBefore ?? 0;
    return begins > now()
        ? { text: at('key.begins', { moment: begins }, key.zone, now()), style: 'quiet' }
        : { text: at('key.active', { moment: key.notAfter }, key.zone, now()), style: 'good' };
}

/**
 * @param {App} app
 * @returns {Promise<HTMLElement>}
 */
export async function doorsView(app) {
    const doors = await readDoors();
    const radio = await app.radio.state();
    const me = await lastMe();
    return el('section', {},
        el('h1', { tabindex: -1 }, me?.facilityName || t('doors.title')),
        radio === 'missing' && el('p', { class: 'note bad' }, t('doors.no-radio')),
        radio === 'off' && el('p', { class: 'note bad' }, t('doors.radio-off')),
        ...await notes(app),
        doors.length === 0 && el('p', {}, t('doors.none')),
        el('ul', { class: 'doors' }, ...doors.map(door => el('li', {}, doorButton(app, door, me)))),
        doors.length > 0 && radio === 'ready' && button(t('doors.stand'), () => app.openDoor(null), { class: 'wide quiet-button' }),
        !await app.isSignedIn() && el('a', { href: '#/sign-in', class: 'wide link-button' }, t('settings.sign-in')));
}

/**
 * @param {App} app
 * @param {Door} door
 * @param {import('../facility/account.js').Me | undefined} me
 */
function doorButton(app, door, me) {
    const { text, style } = stateOf(door.key, me);
    return el('button', { type: 'button', class: 'door-button', onclick: () => app.openDoor(door.lockId) },
        doorPicture('small'),
        el('span', { class: 'door-name' }, t('doors.open', { name: door.name })),
        el('span', { class: style }, door.key?.share ? `${text} · ${t('key.from', { from: door.key.from })}` : text));
}

/** @param {App} app */
async function notes(app) {
    const me = await lastMe();
    const made = [];
    if (await readValue('signedOut'))
        made.push(el('p', { class: 'note bad' }, t('doors.signed-out')));
    if (app.misfit)
        made.push(el('p', { class: 'note bad' }, reasonOf(app.misfit)));
    if (app.isOffline)
        made.push(el('p', { class: 'note' }, t('doors.offline')));
    if (me?.isPaymentDue)
        made.push(el('p', { class: 'note bad' }, t('doors.payment')));
    else if (me && !me.isWithinHours && me.nextOpening)
        made.push(el('p', { class: 'note' }, at('doors.hours-closed', { moment: me.nextOpening }, me.zone, now())));
    return made;
}
