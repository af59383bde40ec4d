namespace TypedSessions.Storage;

/// <summary>Walks over the entries of a payload. Stops at the first thing that does not fit; it never throws.</summary>
internal ref struct PayloadReader
{
    private readonly ReadOnlySpan<byte> _payload;
    private int _position;

    /// <param name="payload">A whole payload, version byte included.</param>
    /// <param name="position">Where an earlier reader stopped; 0 for the start.</param>
    public PayloadReader(ReadOnlySpan<byte> payload, int position = 0)
    {
        _payload = payload;
        _position = Math.Max(position, Math.Min(1, payload.Length));
    }

    public readonly int Position => _position;

    public readonly bool IsAtEnd => _position == _payload.Length;

    public bool TryReadEntry(out ReadOnlySpan<byte> key, out int valueStart, out int valueLength)
    {
        key = default;
        valueStart = 0;
        var start = _position;
        if (!TryReadLength(out var keyLength))
        {
            valueLength = 0;
            return false;
        }

        key = _payload.Slice(_position, keyLength);
        _position += keyLength;
        if (!TryReadLength(out valueLength))
        {
            _position = start;
            return false;
        }

        valueStart = _position;
        _position += valueLength;
        return true;
    }

    // Nearly all lengths are one byte, and a session is read by walking over all of them.
    private bool TryReadLength(out int length)
    {
        if ((uint)_position < (uint)_payload.Length && _payload[_position] is < 0x80 and var single && single < _payload.Length - _position)
        {
            _position++;
            length = single;
            return true;
        }

        return TryReadLongLength(out length);
    }

    // A length that leads beyond the end is none; neither is one that could have been written shorter.
    private bool TryReadLongLength(out int length)
    {
        ulong value = 0;
        for (var shift = 0; shift < 35 && _position + (shift / 7) < _payload.Length; shift += 7)
        {
            var next = _payload[_position + (shift / 7)];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                var start = _position + (shift / 7) + 1;
                length = (int)Math.Min(value, int.MaxValue);
                if ((next == 0 && shift > 0) || length > _payload.Length - start)
                {
                    return false;
                }

                _position = start;
                return true;
            }
        }

        length = 0;
        return false;
    }
}
