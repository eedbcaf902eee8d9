// "My keys": each with its Offline Key Expiration, its hours, and what was shared of it.

import { call } from '../facility/api.js';
import { lastMe, now, refreshMe } from '../facility/account.js';
import { deleteKey, readKeys, readShares } from '../keyring/store.js';
import { readGrant, readShare } from '../protocol/grant.js';
import { Rights } from '../protocol/rights.js';
import { at, reasonOf, t } from '../text/words.js';
import { button, el } from './dom.js';
import { isWithdrawn, stateOf } from './doors.js';
import { weekPicture } from './week.js';

/** @typedef {import('../app.js').App} App */
/** @typedef {import('../keyring/store.js').StoredKey} StoredKey */

/**
 * @param {App} app
 * @returns {Promise<HTMLElement>}
 */
export async function keysView(app) {
    const keys = await readKeys();
    const me = await lastMe();
    return el('section', {},
        el('h1', { tabindex: -1 }, t('keys.title')),
        keys.length === 0 && el('p', {}, t('keys.none')),
        ...keys.map(key => keyCard(app, key, me)),
        await sharesCard(app));
}

/**
 * Whether an own key can be shared.
 * @param {StoredKey} key
 * @param {import('../facility/account.js').Me | undefined} me
 */
export const canShare = (key, me) => key.share === null && key.notAfter > now() && !isWithdrawn(key, me)
    && ((readGrant(key.grant)?.rights ?? 0) & Rights.Share) !== 0;

/**
 * @param {App} app
 * @param {StoredKey} key
 * @param {import('../facility/account.js').Me | undefined} me
 */
function keyCard(app, key, me) {
    const { text, style } = stateOf(key, me);
    const own = readGrant(key.grant)?.windows ?? [];
    const windows = key.share === null ? own : readShare(key.share)?.windows ?? [];
    const fact = (/** @type {string} */ name, /** @type {string | Node} */ value) => [el('dt', {}, name), el('dd', {}, value)];
    return el('article', { class: 'card' },
        el('h2', {}, key.name),
        el('dl', {},
            ...fact(t('key.expiration'), el('span', { class: style }, text)),
            ...(key.facility ? fact(t('key.facility'), key.facility) : []),
            ...(key.share ? fact(t('gift.title'), t('key.from', { from: key.from })) : []),
            ...fact(t('key.hours'), /** @type {Node} */ (weekPicture(windows, own)))),
        canShare(key, me) && el('a', { href: `#/share/${key.lockId}`, class: 'wide link-button' }, t('key.share')),
        key.share !== null && button(t('key.delete'), async () => {
            if (confirm(t('key.delete-sure', { name: key.name, from: key.from }))) {
                await deleteKey(key.id);
                await app.refresh();
            }
        }, { class: 'wide quiet-button' }));
}

/** @param {App} app */
async function sharesCard(app) {
    const me = await lastMe();
    const made = (await readShares()).filter(share => share.notAfter > now());
    const known = (me?.shares ?? []).filter(share => share.notAfter > now());
    const waiting = made.filter(share => !known.some(one => one.keyId === share.keyId && one.guestId === share.guestId));
    if (known.length + waiting.length === 0)
        return null;
    const zone = me?.zone ?? 'UTC';
    const said = el('p', { role: 'status' });
    const line = (/** @type {{ guestName: string, notAfter: number }} */ share) =>
        at('keys.shared-until', { name: share.guestName, moment: share.notAfter }, zone, now());
    return el('article', { class: 'card' },
        el('h2', {}, t('keys.shared')),
        el('ul', { class: 'shared' },
            ...known.map(share => el('li', {}, line(share), ' ', share.isRevoked
                ? el('span', { class: 'bad' }, t('keys.share-revoked'))
                : button(t('keys.revoke', { name: share.guestName }), () => revoke(app, share, said), { class: 'quiet-button' }))),
            ...waiting.map(share => el('li', {}, line(share), ' ',
                el('span', { class: 'quiet' }, share.isReported ? '' : t('keys.share-waits'))))),
        said);
}

/**
 * @param {App} app
 * @param {{ shareId: number, guestName: string }} share
 * @param {HTMLElement} said
 */
async function revoke(app, share, said) {
    const { refusal, isOffline } = await call('shares/revoke', { shareId: share.shareId });
    if (isOffline || refusal !== null) {
        said.textContent = refusal === null ? t('keys.revoke-offline') : reasonOf(refusal);
        return;
    }
    await refreshMe();
    await app.refresh();
    app.say(t('keys.revoke-done', { name: share.guestName }));
}
