using System.Diagnostics;

namespace TypedSessions.Storage;

/// <summary>Writes payloads.</summary>
internal static class PayloadWriter
{
    /// <summary>
    /// One pass over the old entries and the ordered changes, both ascending, into an array of exactly the size that it takes.
    /// </summary>
    public static byte[] Merge(ReadOnlySpan<byte> old, ReadOnlySpan<SessionValueChange> changes, out int count)
    {
        var payload = new byte[Write(old, changes, [], out _)];
        var written = Write(old, changes, payload, out count);
        Debug.Assert(written == payload.Length, "Both passes write the same.");
        return payload;
    }

    /// <summary>How many bytes an entry takes in a payload.</summary>
    public static int SizeOf(int keyLength, int valueLength) => LengthSize(keyLength) + keyLength + LengthSize(valueLength) + valueLength;

    // An empty output only measures.
    private static int Write(ReadOnlySpan<byte> old, ReadOnlySpan<SessionValueChange> changes, Span<byte> output, out int count)
    {
        count = 0;
        var position = 1;
        if (!output.IsEmpty)
        {
            output[0] = SessionValues.Version;
        }

        var reader = new PayloadReader(old);
        var next = 0;
        var hasOld = reader.TryReadEntry(out var key, out var start, out var length);
        while (hasOld || next < changes.Length)
        {
            var order = !hasOld ? 1 : next == changes.Length ? -1 : key.SequenceCompareTo(changes[next].Utf8Key.Span);
            if (order < 0)
            {
                WriteEntry(key, old.Slice(start, length), output, ref position);
                count++;
            }
            else if (changes[next++] is { Value: { } value } change)
            {
                WriteEntry(change.Utf8Key.Span, value.Span, output, ref position);
                count++;
            }

            if (order <= 0)
            {
                hasOld = reader.TryReadEntry(out key, out start, out length);
            }
        }

        return position;
    }

    private static void WriteEntry(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Span<byte> output, ref int position)
    {
        if (output.IsEmpty)
        {
            position += SizeOf(key.Length, value.Length);
            return;
        }

        WriteBytes(key, output, ref position);
        WriteBytes(value, output, ref position);
    }

    private static void WriteBytes(ReadOnlySpan<byte> bytes, Span<byte> output, ref int position)
    {
        var length = (uint)bytes.Length;
        for (; length >= 0x80; length >>= 7)
        {
            output[position++] = (byte)(length | 0x80);
        }

        output[position++] = (byte)length;
        bytes.CopyTo(output[position..]);
        position += bytes.Length;
    }

    private static int LengthSize(int length) => length switch
    {
        < 1 << 7 => 1,
        < 1 << 14 => 2,
        < 1 << 21 => 3,
        < 1 << 28 => 4,
        _ => 5,
    };
}
