// Shares a key: who, until when, which hours. Works without signal.

import { lastMe, now } from '../facility/account.js';
import { putShare, readKeys } from '../keyring/store.js';
import { toBase64 } from '../protocol/bytes.js';
import { readGrant } from '../protocol/grant.js';
import { Rights } from '../protocol/rights.js';
import { Day, fromLocal, toLocal } from '../protocol/time.js';
import { at, t } from '../text/words.js';
import { makeShare } from '../visit/share.js';
import { button, el, field } from './dom.js';
import { canShare } from './keys.js';
import { hoursText, weekPicture } from './week.js';

/** @typedef {import('../app.js').App} App */
/** @typedef {import('../keyring/store.js').StoredKey} StoredKey */
/** @typedef {import('../protocol/windows.js').Window} Window */

const DayHours = { start: 8 * 60, end: 18 * 60 };
const NameLengthMax = 100;

/**
 * @param {App} app
 * @param {string} lockId
 * @returns {Promise<HTMLElement>}
 */
export async function shareView(app, lockId) {
    const key = (await readKeys()).find(one => one.lockId === Number(lockId) && one.share === null);
    if (key === undefined || !canShare(key, await lastMe()))
        return el('section', {}, el('h1', { tabindex: -1 }, t('keys.title')), el('p', {}, t('share.cannot')));
    return form(app, key);
}

/**
 * The choices of hours. The lock admits only while the key itself admits too.
 * @param {StoredKey} key
 * @returns {Record<string, Window[]>}
 */
const hoursOf = key => ({
    'share.hours-all': readGrant(key.grant)?.windows ?? [],
    'share.hours-day': [{ days: 0xFF, ...DayHours }],
    'share.hours-week': [{ days: 0x1F, ...DayHours }],
});

/**
 * @param {App} app
 * @param {StoredKey} key
 */
function form(app, key) {
    const who = el('input', { required: true, maxlength: NameLengthMax, autocomplete: 'off' });
    const until = el('input', { type: 'datetime-local', required: true, value: toLocal(Math.min(now() + Day, key.notAfter), key.zone) });
    const choices = hoursOf(key);
    const hours = el('select', {}, ...Object.keys(choices).map(name => el('option', { value: name }, t(name))));
    const canHold = ((readGrant(key.grant)?.rights ?? 0) & Rights.HoldOpen) !== 0;
    const hold = el('input', { type: 'checkbox' });
    const shown = el('div', {});
    const said = el('p', { role: 'status' });
    // The lock admits a guest only while the key itself admits too.
    const own = choices['share.hours-all'];
    const show = () => shown.replaceChildren(weekPicture(choices[hours.value], own),
        el('p', { class: 'quiet' }, hoursText(choices[hours.value], own)));
    hours.addEventListener('change', show);
    show();
    const make = async () => {
        const notAfter = fromLocal(until.value, key.zone);
        if (who.value.trim() === '' || !(notAfter > now())) {
            said.textContent = t(who.value.trim() === '' ? 'share.no-name' : 'share.no-time');
            return;
        }
        const rights = Rights.Unlock | (hold.checked ? Rights.HoldOpen : 0);
        await give(app, key, who.value.trim(), { notAfter, rights, windows: choices[hours.value] });
    };
    return el('section', {},
        el('h1', { tabindex: -1 }, t('share.title', { name: key.name })),
        field(t('share.who'), who), field(t('share.until'), until),
        el('p', { class: 'quiet' }, at('share.until-most', { moment: key.notAfter }, key.zone, now())),
        field(t('share.hours'), hours), el('p', {}, t('share.opens')), shown,
        canHold && el('label', { class: 'check' }, hold, el('span', {}, t('share.hold'))),
        said, button(t('share.make'), make, { class: 'wide' }));
}

/**
 * @param {App} app
 * @param {StoredKey} key
 * @param {string} guestName
 * @param {{ notAfter: number, rights: number, windows: Window[] }} terms
 */
async function give(app, key, guestName, terms) {
    const holder = (await lastMe())?.name ?? '';
    const { link, guestId, share, notAfter } = await makeShare(key, terms, holder, location.origin);
    const keyId = readGrant(key.grant)?.keyId ?? 0;
    await putShare({ id: `${keyId}.${guestId}`, keyId, lockId: key.lockId, guestId, guestName, share: toBase64(share), notAfter,
        isReported: false });
    app.carrySoon();
    const said = el('p', { role: 'status' });
    const shown = el('input', { readonly: true, value: link, 'aria-label': t('share.link'), class: 'link-text',
        onfocus: (/** @type {any} */ event) => event.target.select() });
    const text = t('share.message', { from: holder, name: key.name });
    const canSend = typeof navigator.share === 'function';
    const send = () => handOver(() => navigator.share({ text, url: link }), said, shown, '');
    const copy = () => handOver(() => navigator.clipboard.writeText(link), said, shown, t('share.copied'));
    app.show(el('section', {},
        el('h1', { tabindex: -1 }, t('share.title', { name: key.name })),
        el('p', {}, t('share.ready', { name: guestName })),
        canSend && button(t('share.send'), send, { class: 'wide' }),
        button(t('share.copy'), copy, { class: canSend ? 'wide quiet-button' : 'wide' }),
        shown,
        said), t('share.title', { name: key.name }));
}

/**
 * Gives the link to the browser. Where the browser refuses, the person is shown another way.
 * @param {() => Promise<void>} give
 * @param {HTMLElement} said
 * @param {HTMLInputElement} shown The link.
 * @param {string} done What is said afterwards.
 */
async function handOver(give, said, shown, done) {
    try {
        await give();
        said.textContent = done;
    } catch (error) {
        // Who closes the list of apps has changed their mind.
        if (error instanceof DOMException && error.name === 'AbortError')
            return;
        said.textContent = t('share.by-hand');
        shown.focus();
        // It may have had the focus already.
        shown.select();
    }
}
