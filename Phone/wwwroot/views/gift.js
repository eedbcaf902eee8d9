// The link of a shared key: whose it is, what it opens, until when; the guest keeps it or not.

import { now } from '../facility/account.js';
import { putKeys, readKeys } from '../keyring/store.js';
import { at, t } from '../text/words.js';
import { readLink } from '../visit/share.js';
import { button, el } from './dom.js';
import { weekPicture } from './week.js';

/** @typedef {import('../app.js').App} App */

/**
 * @param {App} app
 * @param {string} text What follows "#key=".
 * @returns {Promise<HTMLElement>}
 */
export async function giftView(app, text) {
    const gift = await readLink(text);
    const title = el('h1', { tabindex: -1 }, t('gift.title'));
    if (gift === null)
        return el('section', {}, title, el('p', { class: 'bad' }, t('gift.broken')));
    const { key, windows, within } = gift;
    const isKnown = (await readKeys()).some(one => one.id === key.id);
    const isEnded = key.notAfter <= now();
    const view = el('section', {}, title,
        el('p', {}, t(key.share === null ? 'gift.words-staff' : 'gift.words', { from: key.from, name: key.name })),
        el('dl', {},
            ...(key.facility ? [el('dt', {}, t('key.facility')), el('dd', {}, key.facility)] : []),
            el('dt', {}, t('key.expiration')),
            el('dd', {}, el('span', { class: isEnded ? 'bad' : 'good' },
                at(isEnded ? 'key.expired-guest' : 'key.active', { moment: key.notAfter }, key.zone, now()))),
            el('dt', {}, t('key.hours')), el('dd', {}, weekPicture(windows, within))),
        isEnded && el('p', { class: 'bad' }, t('gift.ended')),
        isKnown && el('p', {}, t('gift.has')),
        el('p', { class: 'quiet' }, t('gift.warning')),
        button(t('gift.keep'), async () => {
            await putKeys([key]);
            if (view.dispatchEvent(new Event('kept', { cancelable: true })))
                app.go('#/');
        }, { class: 'wide' }),
        el('a', { href: '#/', class: 'wide link-button' }, t('gift.not-now')));
    return view;
}
