// Web Bluetooth as a page sees it, with locks that are reached over the demo's radio. It stands in for the browser's own, which a
// Chromium without an adapter does not have: it shows no chooser without a tap, and remembers the locks that a person has chosen.

(() => {
    const Uuid = short => `8c1f${short}-6a3e-4d0c-9b7e-4c4631204b59`;
    const MemoryName = 'air.chosen';
    const MtuWanted = 247;
    const FrameSize = 22;

    const air = {
        /** What the page did, oldest first. */
        operations: [],
        /** Trusted taps of the page. */
        taps: 0,
        /** How often the person was asked which lock is meant. */
        choosers: 0,
        /** Whether every operation ends at once, at a lock that is not there: reads give a challenge, a write is told and then fails. */
        isInstant: false,
        /** How many of the next writes are refused, as a full queue or a write that is too long is: the browser names no ATT error. */
        refusals: 0,
        /** Called when the request is written. */
        onWrite: () => { },
    };
    globalThis.air = air;
    addEventListener('click', event => { air.taps += event.isTrusted ? 1 : 0; }, true);

    const remembered = () => JSON.parse(localStorage.getItem(MemoryName) ?? '[]');
    const toHex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
    const fromHex = text => Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
    const lost = () => new DOMException('GATT Server is disconnected.', 'NetworkError');

    /** One connection over the demo's radio. */
    class Connection {
        async open(lockId) {
            const address = new URL(`/demo/air?lock=${lockId}`, location.href);
            address.protocol = 'ws:';
            this.socket = new WebSocket(address);
            this.waiting = new Map();
            this.last = 0;
            this.socket.onmessage = message => {
                const answer = JSON.parse(message.data);
                this.waiting.get(answer.id)?.(answer);
            };
            await new Promise((resolve, reject) => {
                this.socket.onopen = resolve;
                this.socket.onclose = () => {
                    reject(lost());
                    this.waiting.forEach(answer => answer({ error: 'lost' }));
                };
            });
            await this.ask({ op: 'mtu', mtu: MtuWanted });
        }

        async ask(question) {
            const answer = await new Promise(resolve => {
                const id = ++this.last;
                this.waiting.set(id, resolve);
                this.socket.send(JSON.stringify({ id, ...question }));
            });
            if (answer.error)
                throw answer.error === 'lost' ? lost() : new DOMException('GATT operation failed.', 'NotSupportedError');
            return answer;
        }
    }

    class Server {
        constructor(device) {
            this.device = device;
            this.connected = false;
        }

        async connect() {
            air.operations.push('connect');
            if (!air.isInstant) {
                this.connection = new Connection();
                await this.connection.open(Number(this.device.name.slice(3)));
            }
            this.connected = true;
            return this;
        }

        disconnect() {
            this.connected = false;
            this.connection?.socket.close();
        }

        async getPrimaryService() {
            air.operations.push('discover');
            return { getCharacteristic: async uuid => this.characteristic(uuid) };
        }

        characteristic(uuid) {
            const short = uuid.slice(4, 8);
            return {
                readValue: async () => {
                    air.operations.push(`read ${short}`);
                    const bytes = air.isInstant ? Uint8Array.of(1, 1, ...new Uint8Array(FrameSize - 2))
                        : fromHex((await this.connection.ask({ op: 'read', characteristic: uuid })).value);
                    return new DataView(bytes.buffer);
                },
                writeValueWithResponse: async bytes => {
                    air.operations.push(`write ${short}`);
                    if (air.isInstant) {
                        this.connected = false;
                        air.onWrite();
                        throw lost();
                    }
                    if (air.refusals > 0) {
                        air.refusals--;
                        throw new DOMException('GATT operation failed for unknown reason.', 'NotSupportedError');
                    }
                    await this.connection.ask({ op: 'write', characteristic: uuid, value: toHex(bytes) });
                },
            };
        }
    }

    const deviceOf = name => {
        const device = { name, id: name };
        device.gatt = new Server(device);
        return device;
    };

    Object.defineProperty(navigator, 'bluetooth', {
        value: {
            getAvailability: async () => true,
            getDevices: async () => remembered().map(deviceOf),
            requestDevice: async ({ filters: [{ services, name }] }) => {
                if (!navigator.userActivation.isActive)
                    throw new DOMException('Must be handling a user gesture.', 'SecurityError');
                if (services[0] !== Uuid('0001'))
                    throw new DOMException('User cancelled the chooser.', 'NotFoundError');
                air.choosers++;
                localStorage.setItem(MemoryName, JSON.stringify([...new Set([...remembered(), name])]));
                return deviceOf(name);
            },
        },
    });
})();
