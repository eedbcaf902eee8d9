// Texts in the language of the person, and moments in the time of the site.

import { toDate } from '../protocol/time.js';
import english from './en.js';

/** The languages that there are. */
export const Languages = Object.freeze({ en: 'English', es: 'Español' });

/** @typedef {Record<string, string>} Catalogue */

/** @type {Catalogue} */
let catalogue = english;
let locale = 'en';

/**
 * Takes a language.
 * @param {string | undefined} chosen "en", "es"; undefined for the browser's.
 */
export async function useLanguage(chosen) {
    const wanted = chosen ? [chosen] : navigator.languages;
    const found = wanted.find(tag => tag.slice(0, 2) in Languages) ?? 'en';
    const language = found.slice(0, 2);
    locale = found;
    catalogue = language === 'es' ? (await import('./es.js')).default : english;
    document.documentElement.lang = language;
}

/**
 * A text.
 * @param {string} name Its name in the catalogue.
 * @param {Record<string, string | number>} [values] What stands for {names} in it.
 */
export const t = (name, values = {}) =>
    (catalogue[name] ?? name).replace(/\{([a-z-]+)\}/g, (whole, field) => String(values[field] ?? whole));

/**
 * Whether there is a text.
 * @param {string} name
 */
export const hasText = name => name in catalogue;

/**
 * A moment in the time of the site: today as "06:00", within a week with the weekday, else with the date, and
 * with the year if it is another one.
 * @param {number} seconds Since 2020-01-01T00:00:00Z.
 * @param {string} zone The time zone of the site.
 * @param {number} now
 */
export function moment(seconds, zone, now) {
    const date = toDate(seconds);
    const dayOf = (/** @type {Date} */ at) => at.toLocaleDateString('en', { timeZone: zone });
    const time = date.toLocaleTimeString(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit' });
    const apart = seconds - now;
    if (dayOf(date) === dayOf(toDate(now)))
        return time;
    if (apart > 0 && apart < 6 * 86_400)
        return `${date.toLocaleDateString(locale, { timeZone: zone, weekday: 'long' })} ${time}`;
    const yearOf = (/** @type {Date} */ at) => at.toLocaleDateString('en', { timeZone: zone, year: 'numeric' });
    const year = yearOf(date) === yearOf(toDate(now)) ? undefined : 'numeric';
    return `${date.toLocaleDateString(locale, { timeZone: zone, day: 'numeric', month: 'short', year })} ${time}`;
}

/**
 * A text with moments: each value that is called "moment" is seconds since 2020-01-01T00:00:00Z.
 * @param {string} name
 * @param {Record<string, string | number>} values
 * @param {string} zone
 * @param {number} now
 */
export const at = (name, values, zone, now) =>
    t(name, 'moment' in values ? { ...values, moment: moment(Number(values.moment), zone, now) } : values);

/**
 * Why the facility refuses, in the language of the person where the catalogue knows the code.
 * @param {import('../facility/api.js').Refusal} refusal
 */
export const reasonOf = refusal => hasText(`refusal.${refusal.code}`) ? t(`refusal.${refusal.code}`) : refusal.reason;
