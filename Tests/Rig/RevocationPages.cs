using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;

namespace LockFirmware.Tests.Rig;

/// <summary>The pages of a revocation table, taken together.</summary>
public static class RevocationPages
{
    /// <summary>All pages in a row.</summary>
    public static byte[] All(RevocationTable table)
    {
        byte[] all = new byte[0];
        for (int page = 0; page < RevocationTable.PageCount; page++)
        {
            byte[] record = table.ToRecord(page);
            byte[] longer = new byte[all.Length + record.Length];
            Bytes.Append(longer, Bytes.Append(longer, 0, all), record);
            all = longer;
        }
        return all;
    }

    /// <summary>Reads a table from another's pages; they may be the same.</summary>
    public static bool Copy(RevocationTable from, RevocationTable into)
    {
        byte[][] records = new byte[RevocationTable.PageCount][];
        for (int page = 0; page < records.Length; page++)
            records[page] = from.ToRecord(page);
        into.Clear();
        bool isRead = true;
        for (int page = 0; page < records.Length; page++)
            isRead = into.TryRead(page, records[page]) && isRead;
        return isRead;
    }
}
