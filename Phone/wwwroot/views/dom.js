// Makes elements. Texts are always text, never markup, so nothing that somebody else wrote becomes part of the page.

const SvgNamespace = 'http://www.w3.org/2000/svg';

/** @typedef {string | Node | null | undefined | false} Child */

/**
 * @param {Element} element
 * @param {Record<string, any>} attributes An attribute "on..." is a listener; false or null leaves one out.
 * @param {Child[]} children
 */
function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === 'function')
            element.addEventListener(name.slice(2), value);
        else if (value !== false && value != null)
            element.setAttribute(name, value === true ? '' : String(value));
    }
    element.append(.../** @type {(string | Node)[]} */ (children.filter(child => child != null && child !== false)));
}

/**
 * Makes an element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    fill(element, attributes, children);
    return element;
}

/**
 * Makes an element of a picture.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...Child} children
 */
export function svg(tag, attributes = {}, ...children) {
    const element = document.createElementNS(SvgNamespace, tag);
    fill(element, attributes, children);
    return element;
}

/**
 * A button.
 * @param {string} text
 * @param {() => void} run
 * @param {Record<string, any>} [attributes]
 */
export const button = (text, run, attributes = {}) => el('button', { type: 'button', onclick: run, ...attributes }, text);

/**
 * A field with its label.
 * @param {string} label
 * @param {HTMLElement} input
 */
export const field = (label, input) => el('label', {}, el('span', {}, label), input);

/**
 * The picture of a door; the class "open" opens it.
 * @param {string} [style] More classes.
 */
export const doorPicture = (style = '') => svg('svg', { viewBox: '0 0 120 160', class: `door ${style}`, 'aria-hidden': 'true' },
    svg('rect', { class: 'door-frame', x: 8, y: 4, width: 104, height: 152, rx: 6 }),
    svg('rect', { class: 'door-inside', x: 16, y: 12, width: 88, height: 144 }),
    svg('g', { class: 'door-leaf' },
        svg('rect', { class: 'door-panel', x: 16, y: 12, width: 88, height: 144 }),
        svg('circle', { class: 'door-knob', cx: 92, cy: 86, r: 5 })));
