using System.Collections.Generic;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>A phone: its keys, which nobody deletes, and what it carries between locks and office.</summary>
internal sealed class SitePhone(uint holderId)
{
    public uint HolderId => holderId;

    public List<SiteKey> Keys { get; } = [];

    public List<(SiteOffice Office, byte[] Notice)> Notices { get; } = [];

    public List<(SiteOffice Office, DeliveryReceipt Receipt)> Receipts { get; } = [];

    public List<(SiteOffice Office, byte[] Batch)> Batches { get; } = [];
}
