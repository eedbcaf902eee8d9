using System;
using System.Collections.Generic;
using System.Linq;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.State;

/// <summary>Compares the bounded table with a plain list without a bound: the table may refuse more, never less.</summary>
[TestClass]
[TestCategory("Slow")]
public class RevocationModelTests
{
    private sealed record Entry(NoticeItemKind Kind, uint Id, uint Guest, uint Before, uint Until);

    [TestMethod]
    public void The_table_never_admits_whom_a_list_without_bound_refuses()
    {
        for (int seed = 0; seed < 300; seed++)
            Run(seed);
    }

    private static void Run(int seed)
    {
        Random random = new(seed);
        RevocationTable table = new();
        List<Entry> model = [];
        bool hasOverflowed = false;
        int count = random.Next(1, 260);
        uint clock = 0;
        for (int i = 0; i < count; i++)
        {
            uint before = (uint)random.Next(1, 500);
            Entry entry = new((NoticeItemKind)random.Next(1, 4), (uint)random.Next(1, 150), 0, before, before + (uint)random.Next(0, 1000));
            if (entry.Kind == NoticeItemKind.RevokeGuest)
                entry = entry with { Guest = (uint)random.Next(1, 4) };
            model.Add(entry);
            hasOverflowed |= !table.Add(entry.Kind, entry.Id, entry.Guest, entry.Before, entry.Until, clock);
            if (random.Next(20) == 0)
                clock += (uint)random.Next(0, 60);
            if (random.Next(10) == 0)
                Assert.IsTrue(RevocationPages.Copy(table, table), $"seed {seed}: the table survives its record");
            Assert.IsTrue(table.Count <= RevocationTable.CountMax, $"seed {seed}: bounded");
        }
        for (int i = 0; i < 500; i++)
            Compare(seed, random, table, model, hasOverflowed, clock);
    }

    private static void Compare(int seed, Random random, RevocationTable table, List<Entry> model, bool hasOverflowed, uint clock)
    {
        Grant grant =
            new() { HolderId = (uint)random.Next(1, 150), KeyId = (uint)random.Next(1, 150), IssuedAt = (uint)random.Next(0, 520) };
        Share? share = random.Next(2) == 0 ? null : new Share { GuestId = (uint)random.Next(1, 4) };
        bool isRefused = table.ReasonToRefuse(grant, share, 0) != 0;
        // An entry counts until the set clock has passed it. After that the table may keep it or drop it.
        bool must = model.Any(entry => entry.Until >= clock && Refuses(entry, grant, share, isKeyBoundByIssue: true));
        bool may = model.Any(entry => Refuses(entry, grant, share, isKeyBoundByIssue: false));
        if (must)
            Assert.IsTrue(isRefused, $"seed {seed}: a revoked key is refused");
        if (isRefused && !may)
            Assert.IsTrue(hasOverflowed && grant.IssuedAt < table.GeneralBefore, $"seed {seed}: more is refused only by the general rule");
        if (!hasOverflowed)
            Assert.AreEqual(0u, table.GeneralBefore, $"seed {seed}: no general rule without an overflow");
    }

    /// <summary>Whether a single entry refuses a key; a key or guest is revoked by a notice made after the key was issued.</summary>
    private static bool Refuses(Entry entry, Grant grant, Share? share, bool isKeyBoundByIssue)
    {
        bool wasIssued = !isKeyBoundByIssue || grant.IssuedAt < entry.Before;
        return entry.Kind switch
        {
            NoticeItemKind.RevokeHolder => entry.Id == grant.HolderId && grant.IssuedAt < entry.Before,
            NoticeItemKind.RevokeKey => wasIssued && entry.Id == grant.KeyId,
            _ => wasIssued && share != null && entry.Id == grant.KeyId && entry.Guest == share.GuestId,
        };
    }
}
