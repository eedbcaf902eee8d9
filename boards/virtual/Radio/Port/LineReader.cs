namespace LockFirmware.VirtualRadio;

/// <summary>Splits a stream into lines of bounded length. A longer line is skipped and reported.</summary>
internal sealed class LineReader
{
    /// <summary>Bytes in the longest line, without its line feed.</summary>
    internal const int LineSizeMax = 8 * 1024;

    private readonly Stream _stream;
    private readonly byte[] _chunk = new byte[4096];
    private readonly byte[] _line = new byte[LineSizeMax];
    private int _chunkSize;
    private int _chunkPosition;

    internal LineReader(Stream stream) => _stream = stream;

    /// <summary>Reads the next line. The last line may lack its line feed.</summary>
    /// <returns>The line, valid until the next call; null at the end of the stream.</returns>
    internal async Task<Line?> ReadAsync(CancellationToken cancel)
    {
        int size = 0;
        while (true)
        {
            if (_chunkPosition == _chunkSize)
            {
                _chunkPosition = 0;
                _chunkSize = await _stream.ReadAsync(_chunk, cancel).ConfigureAwait(false);
                if (_chunkSize == 0)
                    return size == 0 ? null : Cut(size);
            }

            byte next = _chunk[_chunkPosition++];
            if (next == (byte)'\n')
                return Cut(size);
            if (size < LineSizeMax)
                _line[size] = next;
            size = Math.Min(size + 1, LineSizeMax + 1);
        }
    }

    private Line Cut(int size) =>
        size > LineSizeMax ? new Line(default, true) : new Line(_line.AsMemory(0, size), false);

    /// <summary>One line.</summary>
    /// <param name="Text">Its bytes; empty when it is too long.</param>
    /// <param name="IsTooLong">Whether it was longer than allowed.</param>
    internal readonly record struct Line(ReadOnlyMemory<byte> Text, bool IsTooLong);
}
