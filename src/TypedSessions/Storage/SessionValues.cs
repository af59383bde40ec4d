using System.Collections;
using System.Text;

namespace TypedSessions.Storage;

/// <summary>
/// The values of a session, in the form in which they are stored. A value is returned as a slice of the payload, so values that are not
/// read are never decoded. Immutable.
/// </summary>
/// <remarks>
/// The payload is the byte <c>01</c>, then the entries in ascending order of their keys' UTF-8 bytes, each as length, key, length, value;
/// a length is a base-128 number, low bits first, of at most five bytes. The same values always have the same bytes.
/// </remarks>
public sealed class SessionValues : IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>>
{
    /// <summary>The version byte that every payload starts with.</summary>
    public const byte Version = 1;

    private readonly int _count;

    private SessionValues(ReadOnlyMemory<byte> payload, int count)
    {
        Payload = payload;
        _count = count;
    }

    /// <summary>Gets an instance without values.</summary>
    public static SessionValues Empty { get; } = new(new[] { Version }, 0);

    /// <summary>Gets the stored form.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>
    /// Gets whether the payload is valid. An invalid one (of another version, truncated or damaged) reads as empty, and its session counts
    /// as unknown.
    /// </summary>
    public bool IsReadable => _count >= 0;

    /// <summary>Gets the number of values.</summary>
    public int Count => Math.Max(_count, 0);

    // Computed at the first access. Concurrent threads compute the same entries.
    private PayloadEntry[] Entries => field ??= FindEntries();

    /// <summary>
    /// Returns the values of a stored payload. Never throws: see <see cref="IsReadable"/>. The caller must not change the bytes afterwards.
    /// </summary>
    public static SessionValues FromPayload(ReadOnlyMemory<byte> payload) => new(payload, PayloadFormat.ReadEntries(payload.Span, []));

    /// <summary>Returns values from pairs of keys and bytes, in any order.</summary>
    /// <exception cref="ArgumentException">A key occurs twice, or is not well-formed UTF-16.</exception>
    public static SessionValues From(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> values)
        => Empty.With([.. values.Select(static pair => new SessionValueChange(pair.Key, pair.Value))]);

    /// <summary>
    /// Gets the value of a key, as a slice of the payload. Returns <see langword="false"/> for keys that are not well-formed UTF-16.
    /// </summary>
    public bool TryGet(string key, out ReadOnlyMemory<byte> value) => TryGet(new ValueKey(key), out value);

    /// <inheritdoc cref="TryGet(string, out ReadOnlyMemory{byte})"/>
    internal bool TryGet(ValueKey key, out ReadOnlyMemory<byte> value)
    {
        value = default;
        for (var (low, high) = (0, Count - 1); low <= high;)
        {
            var middle = (low + high) / 2;
            var order = Payload.Span[Entries[middle].Key].SequenceCompareTo(key.Utf8Bytes);
            if (order == 0)
            {
                value = Payload[Entries[middle].Value];
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return false;
    }

    /// <summary>Returns the value of a key; <see langword="null"/> if there is none.</summary>
    internal ReadOnlyMemory<byte>? Find(ValueKey key) => TryGet(key, out var value) ? value : default(ReadOnlyMemory<byte>?);

    /// <summary>Returns whether two values, each of which may be absent, are the same.</summary>
    internal static bool AreEqual(ReadOnlyMemory<byte>? left, ReadOnlyMemory<byte>? right)
        => left.HasValue == right.HasValue && left.GetValueOrDefault().Span.SequenceEqual(right.GetValueOrDefault().Span);

    /// <summary>Returns these values with changes on top; this instance if there is nothing to change.</summary>
    /// <param name="changes">The keys to set or remove, in any order.</param>
    /// <param name="replaceAll">Whether to remove the values that <paramref name="changes"/> does not set.</param>
    /// <exception cref="ArgumentException">A key occurs twice.</exception>
    public SessionValues With(ReadOnlySpan<SessionValueChange> changes, bool replaceAll = false)
    {
        if (changes.IsEmpty)
        {
            return replaceAll ? Empty : this;
        }

        var old = replaceAll || !IsReadable ? Empty : this;
        var ordered = GetOrdered(changes);
        var payload = new byte[old.GetLengthWith(ordered)];
        return new SessionValues(payload, PayloadFormat.Merge(old.Payload.Span, old.Entries, ordered, payload));
    }

    /// <summary>Returns these values without the keys that begin with <paramref name="prefix"/>; this instance if there are none.</summary>
    internal SessionValues Without(string prefix)
        => With(
        [
            .. this.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(static pair => new SessionValueChange(pair.Key, null)),
        ]);

    /// <summary>Enumerates the keys and values in the order of the keys' UTF-8 bytes.</summary>
    public IEnumerator<KeyValuePair<string, ReadOnlyMemory<byte>>> GetEnumerator()
        => Entries
            .Select(entry => KeyValuePair.Create(Encoding.UTF8.GetString(Payload.Span[entry.Key]), Payload[entry.Value]))
            .GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int GetLengthWith(ReadOnlySpan<SessionValueChange> changes)
    {
        var length = Payload.Length;
        foreach (var change in changes)
        {
            length -= TryGet(change.ValueKey, out var value) ? PayloadFormat.GetEntrySize(change.Utf8Key.Length, value.Length) : 0;
            length += change.Value is { } next ? PayloadFormat.GetEntrySize(change.Utf8Key.Length, next.Length) : 0;
        }

        return length;
    }

    private PayloadEntry[] FindEntries()
    {
        if (Count == 0)
        {
            return [];
        }

        var entries = new PayloadEntry[Count];
        PayloadFormat.ReadEntries(Payload.Span, entries);
        return entries;
    }

    // Changes are nearly always in order, so the caller's span is returned; it is copied before it is sorted.
    private static ReadOnlySpan<SessionValueChange> GetOrdered(ReadOnlySpan<SessionValueChange> changes)
    {
        for (var i = 1; i < changes.Length; i++)
        {
            if (Compare(changes[i - 1], changes[i]) >= 0)
            {
                return Sort(changes.ToArray());
            }
        }

        return changes;
    }

    private static SessionValueChange[] Sort(SessionValueChange[] changes)
    {
        Array.Sort(changes, Compare);
        for (var i = 1; i < changes.Length; i++)
        {
            if (Compare(changes[i - 1], changes[i]) == 0)
            {
                throw new ArgumentException(
                    $"The key '{changes[i].Key}' occurs twice among the changes. Pass each key once.", nameof(changes));
            }
        }

        return changes;
    }

    private static int Compare(SessionValueChange left, SessionValueChange right)
        => left.Utf8Key.Span.SequenceCompareTo(right.Utf8Key.Span);
}
