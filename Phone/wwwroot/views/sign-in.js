// Signing in with a code of the office: typed, or from its link.

import { lastMe, signIn } from '../facility/account.js';
import { reasonOf, t } from '../text/words.js';
import { button, el, field } from './dom.js';

/** @typedef {import('../app.js').App} App */

/**
 * @param {App} app
 * @param {string} [code] From a link of the office; typed if it is left out.
 * @returns {HTMLElement}
 */
export function signInView(app, code) {
    const input = el('input', { autocomplete: 'one-time-code', autocapitalize: 'characters', spellcheck: 'false', maxlength: 64,
        value: code ?? '' });
    const said = el('p', { role: 'status' });
    const send = button(t('sign-in.button'), async () => {
        send.disabled = true;
        said.className = '';
        said.textContent = t('sign-in.working');
        const { refusal, isOffline } = await signIn(input.value);
        send.disabled = false;
        if (isOffline || refusal !== null) {
            said.className = 'bad';
            said.textContent = refusal === null ? t('sign-in.offline') : reasonOf(refusal);
            return;
        }
        await app.arrive();
        app.go('#/');
        app.say(t('sign-in.done', { name: (await lastMe())?.name ?? '' }));
    }, { class: 'wide' });
    return el('section', {},
        el('h1', { tabindex: -1 }, t(code ? 'sign-in.link' : 'sign-in.title')),
        el('p', {}, t(code ? 'sign-in.link-words' : 'sign-in.hint')),
        !code && field(t('sign-in.code'), input),
        said, send);
}
