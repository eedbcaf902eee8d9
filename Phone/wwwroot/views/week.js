// Access hours as a picture of the week, and as text.

import { DayMinutes } from '../protocol/windows.js';
import { t } from '../text/words.js';
import { svg } from './dom.js';

/** @typedef {import('../protocol/windows.js').Window} Window */

const RowCount = 8;
const RowHeight = 10;
const HourWidth = 8;
const LabelWidth = 22;
const MinutesPerHour = 60;

const clock = (/** @type {number} */ minutes) =>
    `${String(Math.floor(minutes / MinutesPerHour)).padStart(2, '0')}:${String(minutes % MinutesPerHour).padStart(2, '0')}`;

/** @param {Window} window */
const isWhole = window => window.start === window.end % DayMinutes;

/**
 * Whether windows admit always.
 * @param {readonly Window[]} windows
 */
export const isAlways = windows => windows.some(window => window.days === 0xFF && window.start === 0 && isWhole(window));

/**
 * Access hours as text, such as "Mo Tu 08:00-18:00".
 * @param {readonly Window[]} windows
 * @param {readonly Window[]} [within] The hours of the key that a guest's share is of: only those of both count.
 */
export function hoursText(windows, within = windows) {
    if (within !== windows && isAlways(windows))
        return hoursText(within);
    if (isAlways(windows) && isAlways(within))
        return t('key.always');
    const days = t('week.days').split(' ');
    if (within !== windows && !isAlways(within))
        return commonText(windows, within, days);
    return windows.map(window => t('week.day', {
        day: days.filter((_, row) => (window.days >> row & 1) !== 0).join(' '),
        hours: `${clock(window.start)}–${clock(window.end)}`,
    })).join('; ');
}

/**
 * The parts of a day that a row shows: from windows of the day, and after midnight from those of the day before.
 * @param {readonly Window[]} windows
 * @param {number} row 0 Monday .. 6 Sunday, 7 holidays.
 * @returns {[number, number][]} Minutes of the day.
 */
export function spansOf(windows, row) {
    const before = row === RowCount - 1 ? -1 : (row + 6) % 7;
    /** @type {[number, number][]} */
    const spans = [];
    for (const { days, start, end } of windows) {
        if ((days >> row & 1) !== 0)
            spans.push([start, end > start ? end : DayMinutes]);
        if (before >= 0 && end > 0 && end <= start && (days >> before & 1) !== 0)
            spans.push([0, end]);
    }
    return spans;
}

/**
 * The parts of a day at which both admit, in order and without overlaps.
 * @param {readonly Window[]} windows
 * @param {readonly Window[]} within
 * @param {number} row
 * @returns {[number, number][]} Minutes of the day.
 */
function commonSpans(windows, within, row) {
    /** @type {[number, number][]} */
    const spans = [];
    for (const [from, until] of spansOf(windows, row))
        for (const [start, end] of spansOf(within, row))
            spans.push([Math.max(from, start), Math.min(until, end)]);
    /** @type {[number, number][]} */
    const merged = [];
    for (const [start, end] of spans.filter(span => span[0] < span[1]).sort((a, b) => a[0] - b[0])) {
        const last = merged.at(-1);
        if (last !== undefined && start <= last[1])
            last[1] = Math.max(last[1], end);
        else
            merged.push([start, end]);
    }
    return merged;
}

/**
 * @param {readonly Window[]} windows
 * @param {readonly Window[]} within
 * @param {string[]} days
 */
function commonText(windows, within, days) {
    /** @type {Map<string, string[]>} */
    const daysOf = new Map();
    for (const [row, day] of days.entries()) {
        const hours = commonSpans(windows, within, row).map(([start, end]) => `${clock(start)}–${clock(end)}`).join(', ');
        if (hours !== '')
            daysOf.set(hours, [...daysOf.get(hours) ?? [], day]);
    }
    return daysOf.size === 0 ? t('week.never')
        : [...daysOf].map(([hours, its]) => t('week.day', { day: its.join(' '), hours })).join('; ');
}

/**
 * The picture of the week. It says its content as text too.
 * @param {readonly Window[]} windows
 * @param {readonly Window[]} [within] The hours of the key that a guest's share is of: only those of both count.
 */
export function weekPicture(windows, within = windows) {
    const days = t('week.days').split(' ');
    const width = LabelWidth + 24 * HourWidth;
    const rows = days.flatMap((day, row) => [
        svg('text', { x: 0, y: row * RowHeight + 8, class: 'week-day' }, day),
        svg('rect', { x: LabelWidth, y: row * RowHeight + 1, width: 24 * HourWidth, height: RowHeight - 2, class: 'week-row' }),
        ...commonSpans(windows, within, row).map(([start, end]) => svg('rect', {
            x: LabelWidth + start / MinutesPerHour * HourWidth,
            y: row * RowHeight + 1,
            width: (end - start) / MinutesPerHour * HourWidth,
            height: RowHeight - 2,
            class: 'week-span',
        })),
    ]);
    const scale = [0, 6, 12, 18, 24].map(hour => svg('text', {
        x: LabelWidth + hour * HourWidth, y: (RowCount + 1) * RowHeight - 1, class: 'week-day',
        'text-anchor': hour === 0 ? 'start' : hour === 24 ? 'end' : 'middle',
    }, String(hour)));
    return svg('svg', { viewBox: `0 0 ${width} ${(RowCount + 1) * RowHeight}`, class: 'week', role: 'img',
        'aria-label': t('week.label', { words: hoursText(windows, within) }) }, ...rows, ...scale);
}
