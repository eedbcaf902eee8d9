using LockFirmware.VirtualBoard.Hardware.Flash;

namespace LockFirmware.Tests.Pc.Flash;

/// <summary>Fixed sequences of file operations; the same ones were run on the real littlefs.</summary>
public static class FlashTraces
{
    private static readonly byte[] Content = new byte[16_384];

    /// <summary>Small files of changing size, replaced in one folder.</summary>
    public static void SmallFiles(LittleFlash flash, int count)
    {
        uint random = 1;
        for (int i = 0; i < count; i++)
            flash.Write("r" + Next(ref random, 6), Content[..Next(ref random, 480)]);
    }

    /// <summary>Files of 29 bytes in turn, in a folder of their own.</summary>
    public static void FilesInTurn(LittleFlash flash, int count)
    {
        for (int i = 0; i < count; i++)
            flash.Write("t/" + (i % 16), Content[..29]);
    }

    /// <summary>Files that grow to 8 KB in steps of 192 bytes; of twenty the oldest is deleted.</summary>
    public static void GrowingFiles(LittleFlash flash, int count)
    {
        for (int i = 0; i < count; i++)
        {
            flash.Append("s" + (i / 43 % 20), Content, 0, 192);
            if (i % 43 == 0)
                flash.Delete("s" + (((i / 43) + 1) % 20));
        }
    }

    /// <summary>All these operations mixed, in three folders, with restarts.</summary>
    public static void Mixture(LittleFlash flash, int count)
    {
        uint random = 7;
        for (int i = 0; i < count; i++)
        {
            string folder = Next(ref random, 3) switch { 0 => "", 1 => "t/", _ => "u/" };
            string name = folder + "f" + Next(ref random, 9);
            switch (Next(ref random, 100))
            {
                case < 40: flash.Write(name, Content[..Next(ref random, 500)]); break;
                case < 50: flash.Write(name, Content[..Next(ref random, 9000)]); break;
                case < 75 when flash.Length(name) < 12_000: flash.Append(name, Content, 0, 1 + Next(ref random, 400)); break;
                case < 90: flash.Length(name); break;
                case < 99: flash.Delete(name); break;
                default: flash.Remount(); break;
            }
        }
    }

    private static int Next(ref uint random, int below)
    {
        random = (random * 1_664_525) + 1_013_904_223;
        return (int)((random >> 8) % (uint)below);
    }
}
