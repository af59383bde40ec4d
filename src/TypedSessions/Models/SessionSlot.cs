using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>What a view knows about one property since it was last read or set.</summary>
internal abstract class SessionSlot(SessionProperty property)
{
    public SessionProperty Property { get; } = property;

    /// <summary>The generation of the view in which <see cref="Stored"/> was last seen in the session.</summary>
    public int Generation { get; set; }

    /// <summary>What the session has under the key; <see langword="null"/> when the key is absent.</summary>
    public ReadOnlyMemory<byte>? Stored { get; protected set; }

    /// <summary>Gets whether the stored value could not be read, so that the default stands in for it and must not replace it.</summary>
    public bool IsUnreadable { get; protected set; }

    /// <summary>Whether the session still has the same bytes, or still none.</summary>
    public bool Matches(IValueStore values)
        => values.TryGet(Property.Key, out var current)
            ? Stored is { } stored && current.Span.SequenceEqual(stored.Span)
            : Stored is null;

    /// <summary>The value's new stored form if it was changed in place, else <see langword="null"/>.</summary>
    public abstract byte[]? EncodeIfChanged();

    /// <summary>Checks that the value comes back from its stored form.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public abstract void ThrowIfLost(ReadOnlySpan<byte> encoded, bool checksEachValue);

    /// <summary>
    /// Leaves the value as it is stored from now on, where it reads as something that cannot
    /// be stored: others may write a number that is beyond its type, and reads as infinite.
    /// </summary>
    /// <returns>Whether it is so.</returns>
    public abstract bool TryGiveUp();

    /// <summary>The session has taken over the value's stored form.</summary>
    public abstract void MarkStored(ReadOnlyMemory<byte> bytes);
}
