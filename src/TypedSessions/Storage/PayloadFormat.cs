using System.Numerics;
using System.Text.Unicode;

namespace TypedSessions.Storage;

/// <summary>The ranges of an entry's key and value in a payload.</summary>
internal readonly record struct PayloadEntry(Range Key, Range Value);

/// <summary>Reads and writes the payloads of <see cref="SessionValues"/>.</summary>
internal static class PayloadFormat
{
    /// <summary>Reads the entries of a payload, and returns their number; -1 if the payload is invalid.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="entries">The span for all entries; empty to count them only.</param>
    public static int ReadEntries(ReadOnlySpan<byte> payload, Span<PayloadEntry> entries)
    {
        if (payload.IsEmpty || payload[0] != SessionValues.Version)
        {
            return -1;
        }

        var count = 0;
        ReadOnlySpan<byte> previous = default;
        for (var position = 1; position < payload.Length; count++)
        {
            if (!TryReadRange(payload, ref position, out var key) || !TryReadRange(payload, ref position, out var value)
                || !Utf8.IsValid(payload[key]) || (count > 0 && previous.SequenceCompareTo(payload[key]) >= 0))
            {
                return -1;
            }

            previous = payload[key];
            if (!entries.IsEmpty)
            {
                entries[count] = new PayloadEntry(key, value);
            }
        }

        return count;
    }

    /// <summary>Writes the payload of the old entries with changes on top of them, and returns the number of its entries.</summary>
    /// <param name="old">The old payload.</param>
    /// <param name="oldEntries">Its entries.</param>
    /// <param name="changes">The changes, in the order of their keys, each key once.</param>
    /// <param name="payload">The new payload, of exactly the length that it needs.</param>
    public static int Merge(
        ReadOnlySpan<byte> old,
        ReadOnlySpan<PayloadEntry> oldEntries,
        ReadOnlySpan<SessionValueChange> changes,
        Span<byte> payload)
    {
        payload[0] = SessionValues.Version;
        var position = 1;
        var count = 0;
        while (!oldEntries.IsEmpty || !changes.IsEmpty)
        {
            var order = oldEntries.IsEmpty ? 1
                : changes.IsEmpty ? -1
                : old[oldEntries[0].Key].SequenceCompareTo(changes[0].Utf8Key.Span);
            if (order < 0)
            {
                WriteEntry(old[oldEntries[0].Key], old[oldEntries[0].Value], payload, ref position);
                count++;
            }
            else if (changes[0].Value is { } value)
            {
                WriteEntry(changes[0].Utf8Key.Span, value.Span, payload, ref position);
                count++;
            }

            oldEntries = order <= 0 ? oldEntries[1..] : oldEntries;
            changes = order >= 0 ? changes[1..] : changes;
        }

        return count;
    }

    /// <summary>Returns the number of bytes that an entry takes in a payload.</summary>
    public static int GetEntrySize(int keyLength, int valueLength)
        => GetPrefixSize(keyLength) + keyLength + GetPrefixSize(valueLength) + valueLength;

    private static int GetPrefixSize(int length) => (BitOperations.Log2((uint)length) / 7) + 1;

    private static void WriteEntry(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Span<byte> output, ref int position)
    {
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

    private static bool TryReadRange(ReadOnlySpan<byte> payload, ref int position, out Range range)
    {
        range = default;
        if (!TryReadLength(payload, ref position, out var length) || length > payload.Length - position)
        {
            return false;
        }

        range = position..(position + (int)length);
        position = range.End.Value;
        return true;
    }

    // A length that could be written in fewer bytes is invalid, so that the same values always have the same bytes.
    private static bool TryReadLength(ReadOnlySpan<byte> payload, ref int position, out long length)
    {
        length = 0;
        for (var shift = 0; shift < 35 && position < payload.Length; shift += 7)
        {
            var next = payload[position++];
            length |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return next > 0 || shift == 0;
            }
        }

        return false;
    }
}
