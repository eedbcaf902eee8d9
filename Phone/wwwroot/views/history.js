// What this phone did at doors. It stays on this phone.

import { lastMe, now } from '../facility/account.js';
import { readHistory } from '../keyring/store.js';
import { moment, t } from '../text/words.js';
import { el } from './dom.js';

/** @returns {Promise<HTMLElement>} */
export async function historyView() {
    const lines = await readHistory();
    const zone = (await lastMe())?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    return el('section', {},
        el('h1', { tabindex: -1 }, t('history.title')),
        lines.length === 0 && el('p', {}, t('history.none')),
        el('ul', { class: 'history' }, ...lines.map(line => el('li', {},
            el('span', { class: 'quiet' }, moment(line.at, zone, now())), ' ',
            t('history.entry', { name: line.name, words: line.words })))));
}
