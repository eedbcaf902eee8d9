// Starts the app and puts its parts together: the views by their address, the radio, what waits for signal.

import { call, Misfits } from './facility/api.js';
import { exchange } from './facility/carrier.js';
import { fetchKeys, isSignedIn, lastMe, now, readClock, refreshMe } from './facility/account.js';
import { putValue, readKeys, readShares, readValue } from './keyring/store.js';
import { Day } from './protocol/time.js';
import { radioOfPage } from './radio/radio.js';
import { t, useLanguage } from './text/words.js';
import { button, el } from './views/dom.js';
import { openDoor } from './views/door.js';
import { doorsView } from './views/doors.js';
import { giftView } from './views/gift.js';
import { helpView } from './views/help.js';
import { historyView } from './views/history.js';
import { keysView } from './views/keys.js';
import { settingsView } from './views/settings.js';
import { shareView } from './views/share.js';
import { signInView } from './views/sign-in.js';

const Tabs = { '#/': 'doors', '#/keys': 'keys', '#/history': 'history', '#/help': 'help', '#/settings': 'settings' };
const LinkView = '#/link';
const WorkerPath = '/app/worker.js';

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const nav = /** @type {HTMLElement} */ (document.querySelector('nav'));
const said = /** @type {HTMLElement} */ (document.querySelector('#said'));

/** The app, as its views know it. */
export class App {
    /** @param {import('./radio/radio.js').Radio} radio */
    constructor(radio) {
        this.radio = radio;
        this.isOffline = !navigator.onLine;
        /** Everything that a visit does after its result; for tests, and for those who leave. @type {Promise<unknown>} */
        this.busy = Promise.resolve();
        /** The visit that runs, until its door locks again. @type {Promise<unknown>} */
        this.visiting = Promise.resolve();
        /** That the facility is of another age than this app; null if it is not. @type {import('./facility/api.js').Refusal | null} */
        this.misfit = null;
        this.isSignedIn = isSignedIn;
        this.round = 0;
    }

    /**
     * Shows a view.
     * @param {HTMLElement} element
     * @param {string} title
     * @param {string} [view] Its address, for tests.
     */
    show(element, title, view = location.hash) {
        this.round++;
        main.replaceChildren(element);
        main.dataset.view = view;
        document.title = `${title} · ${t('app.name')}`;
        element.querySelector('h1')?.focus();
        scrollTo(0, 0);
    }

    /**
     * Says something once, below the view.
     * @param {string} text
     */
    say(text) {
        said.textContent = text;
    }

    /** @param {string} hash */
    go(hash) {
        if (location.hash === hash)
            void this.refresh();
        else
            location.hash = hash;
    }

    /** @param {number | null} lockId */
    openDoor(lockId) {
        this.say('');
        this.track(openDoor(this, lockId));
    }

    /**
     * Takes a visit as the one that runs.
     * @param {Promise<void>} visit
     */
    track(visit) {
        this.visiting = visit.catch(fail);
    }

    /** Until no visit runs, and what it brought is handed in. */
    async rest() {
        await this.visiting;
        await this.busy;
    }

    /** Shows the view of the address again. What a link has opened stays until the person leaves it, also when news arrive. */
    async refresh() {
        if (location.hash === LinkView && main.dataset.view === LinkView)
            return;
        const round = ++this.round;
        const hash = location.hash in Tabs || /^#\/(share\/\d+|sign-in)$/.test(location.hash) ? location.hash : '#/';
        const view = hash.startsWith('#/share/') ? await shareView(this, hash.slice('#/share/'.length))
            : hash === '#/sign-in' ? signInView(this)
            : hash === '#/keys' ? await keysView(this)
            : hash === '#/history' ? await historyView()
            : hash === '#/settings' ? await settingsView(this)
            : hash === '#/help' ? helpView()
            : await doorsView(this);
        await untilReleased();
        // Another view may have been asked for meanwhile.
        if (round !== this.round)
            return;
        this.showTabs(hash);
        this.show(view, view.querySelector('h1')?.textContent ?? '', hash);
    }

    /** @param {string} hash */
    showTabs(hash) {
        nav.setAttribute('aria-label', t('nav.label'));
        nav.replaceChildren(...Object.entries(Tabs).map(([address, name]) =>
            el('a', { href: address, 'aria-current': address === hash ? 'page' : null }, t(`nav.${name}`))));
    }

    /** What is done with signal: the account, first keys and those that end soon, and what waits. */
    async arrive() {
        if (!await isSignedIn())
            return;
        const { answer: me, refusal, isOffline } = await refreshMe();
        this.isOffline = isOffline;
        this.misfit = refusal !== null && Misfits.includes(refusal.code) ? refusal : null;
        if (me !== null) {
            const keys = (await readKeys()).filter(key => key.share === null);
            // A key that has ended is fetched at the door, where the phone can show that it is on the site.
            const isWanted = me.entries.some(entry => {
                const key = keys.find(one => one.lockId === entry.lockId);
                return key === undefined || (key.notAfter > now() && key.notAfter - now() < Day);
            });
            if (isWanted && me.isWithinHours && !me.isPaymentDue)
                await fetchKeys(null);
        }
        await this.carry();
    }

    /** Hands in what waits, and fetches what there is for the locks of this phone's keys. */
    async carry() {
        if (!await isSignedIn())
            return;
        const hasNewShare = (await readShares()).some(share => !share.isReported);
        await exchange([...new Set((await readKeys()).map(key => key.lockId))]);
        // A share can be revoked by the number that the office gives it.
        if (hasNewShare)
            await refreshMe();
        await this.report();
    }

    /** Tells the office the version of the app and the last refusal, where they have changed: it helps on the telephone. */
    async report() {
        const refusal = await readValue('refusal');
        const report = { appVersion: await this.version(), refusal: refusal?.words, refusedAt: refusal?.at };
        const text = JSON.stringify(report);
        if (text !== await readValue('reported') && (await call('report', report)).answer !== null)
            await putValue('reported', text);
    }

    carrySoon() {
        this.busy = this.busy.then(() => this.carry()).catch(() => { });
    }

    /**
     * Hands in what a visit has brought, when it has ended.
     * @param {Promise<void>} after
     */
    follow(after) {
        this.busy = Promise.all([this.busy, after]).then(() => this.carry()).catch(() => { });
    }

    /** The version of the app's files. */
    async version() {
        return document.querySelector('meta[name=version]')?.getAttribute('content') ?? '';
    }
}

// A browser tells of a tap after it has told that the finger is gone.
const TapMs = 100;

/** The fingers on the view. @type {Set<number>} */
const fingers = new Set();

/**
 * Follows the fingers on the view. The style :active is no help: on a touch screen it outlasts the finger, so that a tap would wait for
 * the next one.
 */
function followFingers() {
    main.addEventListener('pointerdown', event => fingers.add(event.pointerId), { capture: true });
    // What a tap does begins at the click: it must not wait for that same tap.
    addEventListener('click', () => fingers.clear(), { capture: true });
    const leave = (/** @type {PointerEvent} */ event) => setTimeout(() => fingers.delete(event.pointerId), TapMs);
    addEventListener('pointerup', leave, { capture: true });
    addEventListener('pointercancel', leave, { capture: true });
    addEventListener('blur', () => fingers.clear());
}

/** Until no finger is on the view: if it were replaced now, the tap would be lost. */
async function untilReleased() {
    while (fingers.size > 0)
        await new Promise(resolve => setTimeout(resolve, TapMs / 2));
}

/** Something failed that no text tells. */
function fail(/** @type {unknown} */ error) {
    const isStorage = error instanceof DOMException && ['QuotaExceededError', 'InvalidStateError', 'UnknownError', 'SecurityError']
        .includes(error.name);
    main.replaceChildren(el('section', {}, el('h1', { tabindex: -1 }, t('error.title')),
        el('p', {}, t(isStorage ? 'error.storage' : 'error.words'))));
    console.error(error);
}

/**
 * Takes a code or a key out of the address, and removes it there, so that it does not stay in the history of the browser.
 * @returns {{ code: string | null, key: string | null }}
 */
function takeSecrets() {
    const given = location.hash.startsWith('#/') ? new URLSearchParams() : new URLSearchParams(location.hash.slice(1));
    const found = { code: given.get('code'), key: given.get('key') };
    if (found.code !== null || found.key !== null)
        history.replaceState(null, '', location.pathname + LinkView);
    return found;
}

/** @param {App} app */
async function route(app) {
    const { code, key } = takeSecrets();
    if (key !== null) {
        const view = await giftView(app, key);
        app.showTabs('');
        app.show(view, t('gift.title'));
        if (code !== null)
            view.addEventListener('kept', event => {
                event.preventDefault();
                app.show(signInView(app, code), t('sign-in.link'));
            }, { once: true });
        return;
    }
    if (code !== null) {
        app.showTabs('');
        app.show(signInView(app, code), t('sign-in.link'));
        return;
    }
    await app.refresh();
}

/**
 * Keeps the app on the phone, and tells of a new version: it takes the place of this one when the person says so, in this tab or in
 * another one, and no door is being opened.
 * @param {App} app
 */
async function registerWorker(app) {
    if (!('serviceWorker' in navigator))
        return;
    const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy('app-worker', {
        createScriptURL: (/** @type {string} */ path) => {
            if (path !== WorkerPath)
                throw new TypeError('not the worker of this app');
            return path;
        },
    });
    const registration = await navigator.serviceWorker.register(policy?.createScriptURL(WorkerPath) ?? WorkerPath,
        { scope: '/app', updateViaCache: 'none' });
    const offer = () => {
        if (registration.waiting && navigator.serviceWorker.controller)
            said.replaceChildren(t('doors.update'), ' ', button(t('doors.update-now'), () => registration.waiting?.postMessage('use')));
    };
    const isUpdate = navigator.serviceWorker.controller !== null;
    navigator.serviceWorker.addEventListener('controllerchange', () => {
        if (isUpdate)
            void app.rest().finally(() => location.reload());
    });
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
    offer();
}

async function start() {
    followFingers();
    await useLanguage(await readValue('language'));
    await readClock();
    const app = new App(await radioOfPage());
    Object.assign(globalThis, { app });
    addEventListener('hashchange', () => void route(app).catch(fail));
    addEventListener('online', () => { app.isOffline = false; void app.arrive().catch(() => { }); });
    addEventListener('offline', () => { app.isOffline = true; });
    await route(app);
    if (app.radio.kind === 'demo')
        await (await import('./views/demo-doors.js')).showDoors();
    document.documentElement.dataset.ready = '';
    const state = async () => JSON.stringify([await lastMe(), (await readKeys()).length, app.misfit]);
    const before = await state();
    await app.arrive().catch(() => { });
    if ((location.hash === '#/' || location.hash === '') && main.querySelector('.doors') !== null && before !== await state())
        await app.refresh();
    await registerWorker(app).catch(() => { });
}

start().catch(fail);
