using System.Buffers.Binary;

namespace TypedSessions.Tests.Proof.Fuzz;

/// <summary>Creates new inputs from existing ones, with random errors and with changes by an attacker who knows the format.</summary>
/// <param name="random">The source of the choices.</param>
/// <param name="tokens">Byte sequences with a meaning in the format.</param>
/// <param name="longest">The maximum length of an input.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> tokens, int longest)
{
    private const int MaxSteps = 5;
    private const int MaxPiece = 32;

    private static readonly long[] Interesting =
    [
        0, 1, 2, 3, -1, -2, 7, 8, 16, 31, 32, 63, 64, 100, 127, 128, 255, 256, 511, 512, 1000, 1023, 1024, 4095, 4096, 32767, 32768, 65535,
        65536, 262144, 262145,
        1 << 30, int.MaxValue, int.MinValue, uint.MaxValue, (long)uint.MaxValue + 1, long.MaxValue, long.MinValue, long.MaxValue - 1,
        long.MinValue + 1,
        -62135596800000, -62135596800001, 253402300799999, 253402300800000, 3155760000000, 3155760000001,
    ];

    private readonly byte[] _bytes = new byte[longest];
    private int _length;

    /// <summary>Mutates an input, also with parts of another one. The result is valid until the next call.</summary>
    public Memory<byte> Mutate(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> other)
    {
        _length = Math.Min(parent.Length, longest);
        parent[.._length].CopyTo(_bytes);
        for (var steps = random.Next(1, MaxSteps + 1); steps > 0; steps--)
        {
            Step(other);
        }

        return _bytes.AsMemory(0, _length);
    }

    private void Step(ReadOnlySpan<byte> other)
    {
        if (_length == 0)
        {
            Insert(other[..random.Next(Math.Min(other.Length, MaxPiece) + 1)]);
            return;
        }

        switch (random.Next(13))
        {
            case 0:
                _bytes[random.Next(_length)] ^= (byte)(1 << random.Next(8));
                break;

            case 1:
                _bytes[random.Next(_length)] = (byte)random.Next(256);
                break;

            case 2:
                _bytes[random.Next(_length)] += (byte)random.Next(-8, 9);
                break;

            case 3:
                _bytes[random.Next(_length)] = (byte)Interesting[random.Next(Interesting.Length)];
                break;

            case 4:
                WriteNumber(Interesting[random.Next(Interesting.Length)]);
                break;

            case 5:
                MoveNumber(random.Next(-17, 18));
                break;

            case 6:
                _length = random.Next(_length + 1);
                break;

            case 7:
                Delete(random.Next(_length), random.Next(1, MaxPiece));
                break;

            case 8:
                Insert(Piece(_bytes.AsSpan(0, _length)).ToArray());
                break;

            case 9:
                Insert(Piece(other));
                break;

            case 10:
                Splice(other);
                break;

            case 11 when tokens.Count > 0:
                Insert(tokens[random.Next(tokens.Count)]);
                break;

            case 12 when tokens.Count > 0:
                Overwrite(tokens[random.Next(tokens.Count)]);
                break;
        }
    }

    // An integer of four sizes and both byte orders, which may overwrite a length.
    private void WriteNumber(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        var size = 1 << random.Next(4);
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
            Overwrite(bytes[..size]);
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, number);
            Overwrite(bytes[^size..]);
        }
    }

    private void MoveNumber(int step)
    {
        var at = random.Next(_length);
        if (_length - at < sizeof(int))
        {
            return;
        }

        var bytes = _bytes.AsSpan(at, sizeof(int));
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, unchecked(BinaryPrimitives.ReadInt32LittleEndian(bytes) + step));
        }
        else
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, unchecked(BinaryPrimitives.ReadInt32BigEndian(bytes) + step));
        }
    }

    private ReadOnlySpan<byte> Piece(ReadOnlySpan<byte> bytes)
    {
        var start = random.Next(bytes.Length + 1);
        return bytes.Slice(start, random.Next(Math.Min(bytes.Length - start, MaxPiece) + 1));
    }

    private void Overwrite(ReadOnlySpan<byte> bytes)
    {
        var at = random.Next(_length);
        bytes[..Math.Min(bytes.Length, _length - at)].CopyTo(_bytes.AsSpan(at));
    }

    private void Insert(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length <= longest)
        {
            var at = random.Next(_length + 1);
            _bytes.AsSpan(at, _length - at).CopyTo(_bytes.AsSpan(at + bytes.Length));
            bytes.CopyTo(_bytes.AsSpan(at));
            _length += bytes.Length;
        }
    }

    private void Delete(int at, int count)
    {
        count = Math.Min(count, _length - at);
        _bytes.AsSpan(at + count, _length - at - count).CopyTo(_bytes.AsSpan(at));
        _length -= count;
    }

    // The beginning of this input and the end of the other one.
    private void Splice(ReadOnlySpan<byte> other)
    {
        var end = other[random.Next(other.Length + 1)..];
        var start = Math.Min(random.Next(_length + 1), longest - Math.Min(end.Length, longest));
        end = end[..Math.Min(end.Length, longest - start)];
        end.CopyTo(_bytes.AsSpan(start));
        _length = start + end.Length;
    }
}
