// What a key permits (docs/protocol.md, 3.2).

export const Rights = Object.freeze({
    Unlock: 1,
    Share: 2,
    HoldOpen: 4,
    OverrideOverlock: 8,
    OverrideLockdown: 16,
    ReadEvents: 32,
    Manage: 64,
    Provision: 128,
    OpenWithoutClock: 256,
});

/** All bits that have a meaning. */
export const AllRights = 0x1FF;

/** What a guest can have at most (docs/protocol.md, 3.3). */
export const GuestRights = Rights.Unlock | Rights.HoldOpen;
