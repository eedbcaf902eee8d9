// The virtual doors of the demo, beside the app: what a person at the door would see, and can do there.

import { openSocket, standing } from '../radio/demo.js';
import { t } from '../text/words.js';
import { button, doorPicture, el } from './dom.js';

/**
 * @typedef {object} VirtualDoor
 * @property {number} lockId
 * @property {string} name
 * @property {boolean} isReleased
 * @property {boolean} isOpen
 * @property {string} light "g", "r", "y" or "."; upper case with sound.
 */

/** Shows the doors and follows them. */
export async function showDoors() {
    const panel = /** @type {HTMLElement} */ (document.querySelector('#beside'));
    const picture = doorPicture('large');
    const lamp = el('span', { class: 'lamp', 'aria-hidden': 'true' });
    const state = el('p', { role: 'status' });
    const choice = el('select', { onchange: () => standing.go(Number(choice.value)) });
    /** @type {VirtualDoor[]} */
    let doors = [];
    const socket = openSocket('/demo/doors');
    const act = (/** @type {string} */ what) => socket.send(JSON.stringify({ lockId: standing.lockId, act: what }));
    const push = button(t('demo.push'), () => act('push'));
    const close = button(t('demo.close'), () => act('close'), { class: 'quiet-button' });
    const show = () => {
        const door = doors.find(one => one.lockId === standing.lockId);
        if (door === undefined)
            return;
        picture.classList.toggle('open', door.isOpen);
        picture.classList.toggle('released', door.isReleased);
        lamp.className = `lamp lamp-${{ g: 'green', r: 'red', y: 'yellow' }[door.light.toLowerCase()] ?? 'dark'}`;
        const words = t('demo.state', {
            contact: t(door.isOpen ? 'demo.open' : 'demo.closed'), latch: t(door.isReleased ? 'demo.released' : 'demo.locked'),
        });
        if (state.textContent !== words)
            state.textContent = words;
    };
    standing.moved = () => {
        choice.value = String(standing.lockId);
        show();
    };
    panel.hidden = false;
    panel.replaceChildren(el('h2', {}, t('demo.title')), el('p', { class: 'note' }, t('app.demo')),
        el('label', {}, el('span', {}, t('demo.stand')), choice), el('div', { class: 'demo-door' }, picture, lamp), state,
        el('div', { class: 'row' }, push, close));
    socket.onclose = () => { state.textContent = t('demo.away'); };
    await new Promise(resolve => {
        socket.onmessage = message => {
            doors = JSON.parse(message.data);
            if (choice.options.length !== doors.length) {
                choice.replaceChildren(...doors.map(door => el('option', { value: door.lockId }, door.name)));
                standing.go(doors.some(door => door.lockId === standing.lockId) ? standing.lockId : Number(choice.value));
            }
            show();
            resolve(undefined);
        };
        socket.onerror = () => resolve(undefined);
    });
}
