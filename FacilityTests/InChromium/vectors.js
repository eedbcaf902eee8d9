// Computes one case of docs/protocol-vectors.json with the modules of the app, and returns its values by their names. What only a
// facility or a lock computes is put together here of the same parts, as docs/protocol.md says.
async text => {
    const { kind, in: given } = JSON.parse(text);
    const bytes = await import('/app/protocol/bytes.js');
    const { hash, derive, mac, importSecret } = await import('/app/protocol/hmac.js');
    const { readGrant, readShare, writeShare, guestSecret } = await import('/app/protocol/grant.js');
    const { makeRequest, readReply } = await import('/app/protocol/exchange.js');
    const { writeWindows } = await import('/app/protocol/windows.js');
    const { split } = await import('/app/protocol/pieces.js');
    const { readBatch } = await import('/app/protocol/batch.js');
    const { join, u8, u16, u32, toHex, fromHex, ascii } = bytes;
    const key = hex => importSecret(fromHex(hex));
    const half = async value => (await value).slice(0, 16);
    // The counter of the protocol is little-endian, that of the browser is not: each block is encrypted by itself.
    const ctr = async (secret, prefix, clear) => {
        const aes = await crypto.subtle.importKey('raw', secret, 'AES-CTR', false, ['encrypt']);
        const blocks = Array.from({ length: Math.ceil(clear.length / 16) }, (_, i) => crypto.subtle.encrypt(
            { name: 'AES-CTR', counter: join(prefix, u32(i)), length: 32 }, aes, clear.slice(i * 16, (i + 1) * 16)));
        return join(...(await Promise.all(blocks)).map(block => new Uint8Array(block)));
    };
    const zeros = new Uint8Array(12);
    const crc = data => data.reduce((sum, byte) => {
        sum ^= byte << 8;
        for (let bit = 0; bit < 8; bit++)
            sum = (sum & 0x8000 ? (sum << 1) ^ 0x1021 : sum << 1) & 0xFFFF;
        return sum;
    }, 0xFFFF);
    const change = one => one ? join(u8(one.month), u8(one.week), u8(one.weekday), u16(one.minute)) : new Uint8Array(5);
    const configuration = one => join(u16(one.standardOffset), u16(one.daylightOffset), change(one.toDaylight), change(one.toStandard),
        u8(1), u8((one.exit ? 1 : 0) | (one.relockOnClose ? 2 : 0) | (one.resetButton ? 4 : 0)), u16(one.releaseMs),
        u16(one.heldOpenSeconds), u16(one.exitGraceMinutes), u16(one.clocklessHours), u8(one.holidays.length),
        ...one.holidays.map(u16));
    const grantBytes = one => join(u8(1), u8(0), u32(one.facilityId), u32(one.lockId), u32(one.keyId), u32(one.holderId),
        u32(one.issuedAt), u32(one.notBefore), u32(one.notAfter), u16(one.tenancy), u16(one.rights), u8(one.windows.length),
        writeWindows(one.windows));
    const expectSame = (one, other) => {
        if (JSON.stringify(one) !== JSON.stringify(other))
            throw new Error(`${JSON.stringify(one)} is not ${JSON.stringify(other)}`);
    };
    const kinds = {
        async secrets() {
            const facility = await key(given.facilitySecret);
            const lockSecret = await derive(facility, 'LF1 lock', u32(given.facilityId), u32(given.lockId), u16(given.generation));
            const out = { lockSecret: toHex(lockSecret) };
            const lock = await importSecret(lockSecret);
            const names = { keyMinter: 'key', noticeSecret: 'notice', auditSecret: 'audit', nonceSecret: 'nonce', hereSecret: 'here' };
            for (const [name, label] of Object.entries(names))
                out[name] = toHex(await derive(lock, `LF1 ${label}`));
            const audit = await key(out.auditSecret);
            return { ...out, batchKey: toHex(await derive(audit, 'LF1 batch')), sealKey: toHex(await mac(audit, 'LF1 seal')) };
        },
        async setup() {
            const setup = await key(given.setupSecret);
            const recovery = await derive(await key(given.lockSecret), 'LF1 recover');
            return {
                nonceSecret: toHex(await derive(setup, 'LF1 nonce')),
                provisionSecret: toHex(await derive(setup, 'LF1 provision')),
                recovery: toHex(recovery),
                setupSecretAfterCommit: toHex(await derive(setup, 'LF1 setup', recovery)),
            };
        },
        async identity() {
            const frame = fromHex(given.challengeFrame);
            const clear = join(u32(given.facilityId), u32(given.lockId), u16(given.generation), fromHex(given.lockSecret),
                configuration(given.configuration));
            const sealKey = await mac(await key(given.setupSecret), 'LF1 seal', frame);
            return {
                clear: toHex(clear),
                sealKey: toHex(sealKey),
                sealed: toHex(await ctr(sealKey, zeros, clear)),
                confirmation: toHex(await mac(await key(given.lockSecret), 'LF1 confirm', frame)),
            };
        },
        configuration: () => ({ bytes: toHex(configuration(given.configuration)) }),
        async time() {
            const utc = u32(given.utc);
            return { time: toHex(join(utc, await mac(await key(given.noticeSecret), 'LF1 time', fromHex(given.challengeFrame), utc))) };
        },
        async notice() {
            const items = given.items.map(item => join(u8(item.kind), u8(item.value.length / 2), fromHex(item.value)));
            const start = join(u32(given.lockId), u32(given.number), u32(given.after), u32(given.issuedAt), u8(items.length), ...items);
            const tag = await mac(await key(given.noticeSecret), 'LF1 notice', start);
            return { mac: toHex(tag), notice: toHex(join(start, tag)) };
        },
        async rekey() {
            const rekeyKey = await mac(await key(given.noticeSecret), 'LF1 rekey', u32(given.number));
            return {
                rekeyKey: toHex(rekeyKey),
                value: toHex(join(u16(given.generation), await ctr(rekeyKey, zeros, fromHex(given.lockSecret)))),
            };
        },
        async here() {
            const state = join(u32(given.now), u8(given.state));
            return {
                answer: toHex(join(state, await mac(await key(given.hereSecret), 'LF1 here', fromHex(given.serverChallenge),
                    fromHex(given.challengeFrame), state))),
            };
        },
        event() {
            const start = join(u32(given.time), u8(given.kind | (given.trust << 6)), u8(given.reason), u32(given.keyId),
                u32(given.detail));
            return { record: toHex(join(start, u16(crc(start)))) };
        },
        async batch() {
            const events = fromHex(given.events);
            const head = join(u32(given.first), u16(events.length / 16), u32(given.head), u32(given.bootCount), u16(given.generation));
            const audit = await key(given.auditSecret);
            const tag = await half(hash(await importSecret(await derive(audit, 'LF1 batch')), head, events));
            const ciphertext = await ctr(await mac(audit, 'LF1 seal'), tag.slice(0, 12), events);
            const batch = join(head, tag, ciphertext);
            expectSame(readBatch(batch), { first: given.first, count: events.length / 16, head: given.head });
            return { mac: toHex(tag), ciphertext: toHex(ciphertext), batch: toHex(batch) };
        },
        async exchange() {
            const out = {};
            const challenge = await half(hash(await key(given.nonceSecret), u32(given.bootCount), u32(given.drawCount),
                fromHex(given.entropy)));
            const frame = join(u8(1), u8(given.provisioned ? 1 : 0), u32(given.now), challenge);
            out.challengeFrame = toHex(frame);
            let secret = null;
            let grant, share;
            if (given.setupSecret) {
                const provision = await derive(await key(given.setupSecret), 'LF1 provision');
                out.provisionSecret = toHex(provision);
                secret = await importSecret(provision);
            }
            if (given.grant) {
                grant = grantBytes(given.grant);
                expectSame(readGrant(grant), given.grant);
                const holder = await hash(await key(given.keyMinter), grant);
                Object.assign(out, { grant: toHex(grant), holderSecret: toHex(holder) });
                secret = await importSecret(holder);
            }
            if (given.share) {
                share = writeShare(given.share);
                expectSame(readShare(share), given.share);
                const guest = await guestSecret(secret, share);
                Object.assign(out, { share: toHex(share), guestSecret: toHex(guest) });
                secret = await importSecret(guest);
            }
            const request = await makeRequest({ command: given.command, sequence: given.sequence, nonce: fromHex(given.nonce), grant,
                share, body: fromHex(given.body) }, frame, secret);
            const proof = request.slice(request.length - 16);
            const body = fromHex(given.replyBody);
            const start = join(u8(given.command), u16(given.sequence), u8(given.status), u16(body.length), body);
            const sender = given.replyKeyedWith === 'noticeSecret' ? await key(given.noticeSecret)
                : given.replyKeyedWith === 'sender' ? secret : null;
            const tag = sender ? await mac(sender, 'LF1 reply', frame, proof, start) : new Uint8Array(16);
            const reply = join(start, tag);
            expectSame({ ...await readReply(reply, request, frame, sender), body: toHex(body) }, { command: given.command,
                sequence: given.sequence, status: given.status, body: given.replyBody, isProven: sender !== null });
            for (let i = 0; i < reply.length; i++) {
                const changed = reply.slice();
                changed[i] ^= 1;
                if ((await readReply(changed, request, frame, sender))?.isProven)
                    throw new Error(`a reply with a changed byte ${i} is believed`);
            }
            return Object.assign(out, { requestWithoutProof: toHex(request.slice(0, request.length - 16)), proof: toHex(proof),
                request: toHex(request), replyWithoutMac: toHex(start), mac: toHex(tag), reply: toHex(reply) });
        },
        pieces: () => ({ pieces: split(fromHex(given.frame), given.mtu).map(toHex) }),
    };
    return JSON.stringify(await kinds[kind]());
}
