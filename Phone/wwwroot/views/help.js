// What each answer means and what to do; permissions; the way out.

import { t } from '../text/words.js';
import { el } from './dom.js';

const Answers = ['expired', 'hours', 'overlocked', 'lockdown', 'revoked', 'unknown-key', 'clock', 'jammed', 'busy', 'not-proven',
    'radio-none-chosen', 'radio-taken'];
const Chapters = ['open', 'key', 'bluetooth', 'iphone', 'install', 'out'];

/** @returns {HTMLElement} */
export const helpView = () => el('section', {},
    el('h1', { tabindex: -1 }, t('help.title')),
    ...Chapters.flatMap(name => [el('h2', {}, t(`help.${name}`)), el('p', {}, t(`help.${name}-words`))]),
    el('h2', {}, t('help.answers')),
    el('dl', {}, ...Answers.flatMap(name => [
        el('dt', {}, t(`result.${name}`, { moment: '06:00' })),
        el('dd', {}, t(`advice.${name}`)),
    ])));
