// Keeps the files of the app on the phone, so that it starts without signal. It keeps nothing else: no answer of the facility, no key.
// A new version waits until the person asks for it, or until every page of the app is closed.

const Version = '{{version}}';
const Files = ["{{files}}"];
const Prefix = 'app-';
const CacheName = Prefix + Version;
const Base = '/app/';

const worker = /** @type {any} */ (globalThis);

worker.addEventListener('install', (/** @type {any} */ event) => event.waitUntil((async () => {
    // A call to the facility is none of the worker's business. Where the browser knows routes, such a call neither waits for the
    // worker to start nor keeps an old one at work, which a new version has to wait for.
    try {
        await event.addRoutes?.([{ condition: { urlPattern: { pathname: '/api/*' } }, source: 'network' }]);
    } catch {
        // It works without them.
    }
    const cache = await caches.open(CacheName);
    await cache.addAll(Files.map(file => new Request(Base + file, { cache: 'no-cache' })));
})()));

worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil((async () => {
    const old = (await caches.keys()).filter(name => name.startsWith(Prefix) && name !== CacheName);
    await Promise.all(old.map(name => caches.delete(name)));
    await worker.clients.claim();
})()));

worker.addEventListener('message', (/** @type {any} */ event) => {
    if (event.data === 'use')
        worker.skipWaiting();
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
    const { pathname, origin } = new URL(event.request.url);
    const isPage = pathname === '/app' || pathname === Base;
    if (event.request.method !== 'GET' || origin !== location.origin || !(isPage || pathname.startsWith(Base)))
        return;
    event.respondWith((async () => {
        const cache = await caches.open(CacheName);
        return await cache.match(isPage ? `${Base}index.html` : pathname) ?? fetch(event.request);
    })());
});
