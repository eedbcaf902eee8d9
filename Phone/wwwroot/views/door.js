// One door: what happens while it is asked, and what it answered.

import { lastMe, now } from '../facility/account.js';
import { addHistory, putValue } from '../keyring/store.js';
import { RadioError } from '../radio/radio.js';
import { at, reasonOf, t } from '../text/words.js';
import { failed } from '../visit/result.js';
import { visit } from '../visit/visit.js';
import { button, doorPicture, el } from './dom.js';
import { readDoors } from './doors.js';
import { celebrate } from './signals.js';

/** @typedef {import('../app.js').App} App */
/** @typedef {import('../visit/result.js').Result} Result */

/**
 * Opens a door and shows how it goes. Call it from a tap: the browser lets a page choose a lock only then.
 * @param {App} app
 * @param {number | null} lockId Null for the door at which the person stands.
 */
export async function openDoor(app, lockId) {
    const name = (await readDoors()).find(door => door.lockId === lockId)?.name;
    const view = new DoorView(app, lockId, name ?? t('door.unknown'));
    // An address of its own, so that "back" leads to the list. Opened by its address, it shows the list: only a tap opens a door.
    if (location.hash !== '#/door')
        history.pushState(null, '', '#/door');
    app.showTabs('');
    app.show(view.element, name ?? t('door.unknown'));
    await view.run();
}

/** What the facility takes of a refusal. */
const RefusalLengthMax = 200;

class DoorView {
    /**
     * @param {App} app
     * @param {number | null} lockId
     * @param {string} name
     */
    constructor(app, lockId, name) {
        this.app = app;
        this.lockId = lockId;
        this.title = el('h1', { tabindex: -1 }, name);
        this.name = name;
        this.picture = doorPicture();
        this.words = el('p', { class: 'result', role: 'status' });
        this.advice = el('div', { class: 'advice' });
        this.again = button(t('door.again'), () => app.track(this.run()), { class: 'wide', hidden: true });
        this.element = el('section', { class: 'door-view' }, this.title, this.picture, this.words, this.advice, this.again,
            el('a', { href: '#/', class: 'wide link-button' }, t('door.back')));
        this.round = 0;
    }

    async run() {
        const round = ++this.round;
        this.again.hidden = true;
        this.picture.classList.remove('open');
        this.advice.replaceChildren();
        this.words.className = 'result';
        const result = await this.visit();
        if (round !== this.round)
            return;
        await this.tell(result);
        if (result.outcome === 'opened')
            await this.countDown(result.releaseMs, round);
        this.again.hidden = false;
    }

    /** @returns {Promise<Result>} */
    async visit() {
        let place;
        try {
            place = (this.lockId === null ? null : await this.app.radio.find(this.lockId)) ?? await this.app.radio.choose(this.lockId);
        } catch (error) {
            if (error instanceof RadioError)
                return failed(error);
            throw error;
        }
        const { result, lockId, after } = await visit({ place, lockId: this.lockId, onStep: step => this.step(step) });
        this.app.follow(after);
        if (this.lockId === null) {
            const door = (await readDoors()).find(one => one.lockId === lockId);
            this.name = door?.name ?? place.name;
            this.title.textContent = this.name;
        }
        return result;
    }

    /** @param {string} step */
    step(step) {
        this.words.textContent = t(`step.${step}`);
    }

    /** @param {Result} result */
    async tell(result) {
        const me = await lastMe();
        const zone = me?.zone ?? 'UTC';
        const words = at(result.words, result.values, zone, now());
        this.words.textContent = words;
        this.words.classList.add(result.outcome === 'opened' ? 'good' : 'bad');
        const told = result.refusal === null ? null : t('door.facility-says', { reason: reasonOf(result.refusal) });
        const place = result.words.endsWith('-offline') && me?.signalPlace ? t('door.signal-place', { place: me.signalPlace }) : null;
        this.advice.replaceChildren(...[result.advice && t(result.advice, result.values), place, told]
            .filter(text => text).map(text => el('p', {}, /** @type {string} */ (text))));
        await addHistory({ at: now(), name: this.name, words });
        if (result.outcome !== 'opened')
            await putValue('refusal', { at: now(), words: `${this.name}: ${words}`.slice(0, RefusalLengthMax) });
        if (result.outcome === 'opened') {
            this.picture.classList.add('open');
            await celebrate();
        }
    }

    /**
     * @param {number} releaseMs
     * @param {number} round
     */
    async countDown(releaseMs, round) {
        const end = performance.now() + releaseMs;
        for (let left = releaseMs; left > 0 && round === this.round && this.element.isConnected; left = end - performance.now()) {
            this.advice.replaceChildren(el('p', { class: 'count' }, t('door.closes', { seconds: Math.ceil(left / 1000) })));
            await new Promise(resolve => setTimeout(resolve, Math.min(left, 1000)));
        }
        if (round !== this.round)
            return;
        this.picture.classList.remove('open');
        this.advice.replaceChildren(el('p', {}, t('door.locked')));
    }
}
