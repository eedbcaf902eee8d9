// Settings: language, sound, vibration; signing out and deleting everything.

import { isSignedIn, lastMe, signOut, wipePhone } from '../facility/account.js';
import { putValue, readValue } from '../keyring/store.js';
import { Languages, t, useLanguage } from '../text/words.js';
import { button, el, field } from './dom.js';

/** @typedef {import('../app.js').App} App */

/**
 * @param {App} app
 * @returns {Promise<HTMLElement>}
 */
export async function settingsView(app) {
    const me = await lastMe();
    const signedIn = await isSignedIn();
    const chosen = await readValue('language');
    const language = el('select', { onchange: async () => {
        await putValue('language', language.value || undefined);
        await useLanguage(language.value || undefined);
        await app.refresh();
    } }, el('option', { value: '' }, t('settings.language-own')), ...Object.entries(Languages)
        .map(([tag, name]) => el('option', { value: tag, lang: tag, selected: tag === chosen }, name)));
    return el('section', {},
        el('h1', { tabindex: -1 }, t('settings.title')),
        field(t('settings.language'), language),
        await check('settings.sound', 'sound'),
        await check('settings.vibration', 'vibration'),
        el('h2', {}, t('settings.account')),
        el('p', {}, signedIn
            ? t('settings.signed-in', { name: me?.name ?? '', facility: me?.facilityName ?? '' })
            : t('settings.not-signed-in')),
        signedIn
            ? sure(t('settings.sign-out'), t('settings.sign-out-words'), () => leave(app, signOut))
            : el('a', { href: '#/sign-in', class: 'wide link-button' }, t('settings.sign-in')),
        sure(t('settings.wipe'), t('settings.wipe-words'), () => leave(app, wipePhone)),
        el('p', { class: 'quiet' }, t('settings.kept')),
        el('p', { class: 'quiet' }, t('settings.version', { version: await app.version() })));
}

/**
 * @param {App} app
 * @param {() => Promise<void>} work
 */
async function leave(app, work) {
    await work();
    app.go('#/');
    await app.refresh();
}

/**
 * A switch that is on until somebody switches it off.
 * @param {string} name Of the text.
 * @param {string} value Of the stored value.
 */
async function check(name, value) {
    const input = el('input', { type: 'checkbox', onchange: () => void putValue(value, input.checked) });
    input.checked = await readValue(value) !== false;
    return el('label', { class: 'check' }, input, el('span', {}, t(name)));
}

/**
 * A button that asks once more.
 * @param {string} text
 * @param {string} words What it does.
 * @param {() => void} run
 */
function sure(text, words, run) {
    const box = el('div', { class: 'sure' });
    const ask = () => {
        const yes = button(t('settings.sure'), run, { class: 'danger' });
        box.replaceChildren(el('p', {}, words), yes, button(t('settings.cancel'), rest, { class: 'quiet-button' }));
        yes.focus();
    };
    const rest = () => box.replaceChildren(button(text, ask, { class: 'wide quiet-button' }));
    rest();
    return box;
}
