using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace TypedSessions.Storage;

/// <summary>
/// What a session holds, in the one format in which it is stored. A value is found by a scan over the payload and given out as a
/// slice of it, so what nobody reads is never decoded. Immutable.
/// </summary>
/// <remarks>
/// The payload is the byte <c>01</c>, then the entries in ascending order of their keys' UTF-8 bytes, each as length, key, length, value;
/// a length is a base-128 number, low bits first, of at most five bytes. The same values always have the same bytes.
/// </remarks>
public sealed class SessionValues : IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>>
{
    /// <summary>The version byte that every payload starts with.</summary>
    public const byte Version = 1;

    // How many entries a search walks over at most; the places where such walks begin are noted once.
    private const int Stride = 16;

    private readonly int _count;

    private int[]? _starts;

    private SessionValues(ReadOnlyMemory<byte> payload, int count)
    {
        Payload = payload;
        _count = count;
    }

    /// <summary>A session without values.</summary>
    public static SessionValues Empty { get; } = new(new[] { Version }, 0);

    /// <summary>The stored form.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>
    /// Whether the payload is one that this class wrote. One that is not (another version, cut off, bytes flipped) reads as empty,
    /// and its session counts as unknown: nothing is guessed from it.
    /// </summary>
    public bool IsReadable => _count >= 0;

    /// <summary>How many values there are.</summary>
    public int Count => Math.Max(_count, 0);

    /// <summary>
    /// Takes over a stored payload. Never throws: see <see cref="IsReadable"/>. The caller must not change the bytes any more.
    /// </summary>
    public static SessionValues FromPayload(ReadOnlyMemory<byte> payload) => new(payload, CountEntries(payload.Span));

    /// <summary>Values from pairs of keys and bytes, in any order.</summary>
    /// <exception cref="ArgumentException">A key occurs twice, or is not well-formed UTF-16.</exception>
    public static SessionValues From(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> values)
    {
        var changes = new SessionValueChange[values.TryGetNonEnumeratedCount(out var count) ? count : 0];
        var written = 0;
        foreach (var (key, value) in values)
        {
            if (written == changes.Length)
            {
                Array.Resize(ref changes, Math.Max(4, changes.Length * 2));
            }

            changes[written++] = new SessionValueChange(key, value);
        }

        return Empty.With(changes.AsSpan(0, written), replaceAll: true);
    }

    /// <summary>The value of a key, as a slice of the payload. No value has a key that is not well-formed UTF-16.</summary>
    public bool TryGet(string key, out ReadOnlyMemory<byte> value) => TryGet(new ValueKey(key), out value);

    /// <inheritdoc cref="TryGet(string, out ReadOnlyMemory{byte})"/>
    internal bool TryGet(ValueKey key, out ReadOnlyMemory<byte> value)
    {
        value = default;
        if (Count == 0)
        {
            return false;
        }

        ReadOnlySpan<byte> wanted = key.Utf8Bytes;
        var reader = new PayloadReader(Payload.Span, StartBefore(wanted));
        while (reader.TryReadEntry(out var entryKey, out var start, out var size))
        {
            var order = entryKey.SequenceCompareTo(wanted);
            if (order == 0)
            {
                value = Payload.Slice(start, size);
                return true;
            }

            if (order > 0)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>
    /// These values with changes on top, in one pass. Where nothing is to be changed, this instance itself.
    /// </summary>
    /// <param name="changes">What to set and what to remove; put in order by this call.</param>
    /// <param name="replaceAll">Whether the values that are not set by <paramref name="changes"/> go.</param>
    /// <exception cref="ArgumentException">A key occurs twice.</exception>
    public SessionValues With(Span<SessionValueChange> changes, bool replaceAll = false)
    {
        changes.Sort(static (left, right) => left.Utf8Key.Span.SequenceCompareTo(right.Utf8Key.Span));
        for (var i = 1; i < changes.Length; i++)
        {
            if (changes[i].Utf8Key.Span.SequenceEqual(changes[i - 1].Utf8Key.Span))
            {
                throw new ArgumentException($"The key '{changes[i].Key}' occurs twice among the changes.", nameof(changes));
            }
        }

        return WithOrdered(changes, replaceAll);
    }

    /// <summary>
    /// As <see cref="With(Span{SessionValueChange}, bool)"/>, and leaves the changes as they are: in order, as nearly always, or in a copy.
    /// </summary>
    internal SessionValues With(ReadOnlySpan<SessionValueChange> changes, bool replaceAll)
    {
        for (var i = 1; i < changes.Length; i++)
        {
            if (changes[i].Utf8Key.Span.SequenceCompareTo(changes[i - 1].Utf8Key.Span) <= 0)
            {
                return With(changes.ToArray().AsSpan(), replaceAll);
            }
        }

        return WithOrdered(changes, replaceAll);
    }

    /// <summary>Returns these values without the keys that begin with <paramref name="prefix"/>; this instance if there are none.</summary>
    internal SessionValues Without(string prefix)
    {
        var removals = new List<SessionValueChange>();
        foreach (var (key, _) in this)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                removals.Add(new SessionValueChange(key, null));
            }
        }

        return removals.Count == 0 ? this : WithOrdered(CollectionsMarshal.AsSpan(removals), replaceAll: false);
    }

    private SessionValues WithOrdered(ReadOnlySpan<SessionValueChange> changes, bool replaceAll)
    {
        if (changes.IsEmpty)
        {
            return replaceAll ? Empty : this;
        }

        // An unreadable payload may begin like a readable one, and nothing is to be guessed from it.
        var old = replaceAll || !IsReadable ? default : Payload.Span;
        var payload = PayloadWriter.Merge(old, changes, out var count);
        return new SessionValues(payload, count);
    }

    /// <summary>The keys and values in the order of the keys' UTF-8 bytes.</summary>
    public IEnumerator<KeyValuePair<string, ReadOnlyMemory<byte>>> GetEnumerator()
    {
        var position = 0;
        while (Count > 0 && TryReadAt(ref position, out var entry))
        {
            yield return entry;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Of a session of many keys, the last noted place at or before a key. Two threads that note the places at once note the same.
    private int StartBefore(ReadOnlySpan<byte> wanted)
    {
        if (_count <= Stride)
        {
            return 0;
        }

        var starts = _starts ??= FindStarts();
        var (low, high) = (0, starts.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var reader = new PayloadReader(Payload.Span, starts[middle]);
            reader.TryReadEntry(out var key, out _, out _);
            (low, high) = key.SequenceCompareTo(wanted) <= 0 ? (middle, high) : (low, middle - 1);
        }

        return starts[low];
    }

    private int[] FindStarts()
    {
        var starts = new int[(_count + Stride - 1) / Stride];
        var reader = new PayloadReader(Payload.Span);
        for (var i = 0; i < _count; i++)
        {
            if (i % Stride == 0)
            {
                starts[i / Stride] = reader.Position;
            }

            reader.TryReadEntry(out _, out _, out _);
        }

        return starts;
    }

    private bool TryReadAt(ref int position, [NotNullWhen(true)] out KeyValuePair<string, ReadOnlyMemory<byte>> entry)
    {
        entry = default;
        var reader = new PayloadReader(Payload.Span, position);
        if (!reader.TryReadEntry(out var key, out var start, out var size))
        {
            return false;
        }

        position = reader.Position;
        entry = new(Encoding.UTF8.GetString(key), Payload.Slice(start, size));
        return true;
    }

    // -1 for a payload that this class did not write.
    private static int CountEntries(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty || payload[0] != Version)
        {
            return -1;
        }

        var count = 0;
        var reader = new PayloadReader(payload);
        ReadOnlySpan<byte> previous = default;
        while (reader.TryReadEntry(out var key, out _, out _))
        {
            if ((count > 0 && previous.SequenceCompareTo(key) >= 0) || !Utf8.IsValid(key))
            {
                return -1;
            }

            previous = key;
            count++;
        }

        return reader.IsAtEnd ? count : -1;
    }
}
