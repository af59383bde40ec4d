namespace TypedSessions.Storage;

/// <summary>
/// The sign-in, the last use and the device of a session that belongs to a user. It is stored beside the session's values.
/// </summary>
public sealed record SessionAccount
{
    /// <summary>
    /// Gets the time at which the user signed in or last confirmed the sign-in; <see langword="null"/> if it is not known. A rotation keeps
    /// it.
    /// </summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>
    /// Gets the stored time of the user's last use of the session, which is updated at an interval: see
    /// <see cref="SessionSignInOptions.LastSeenInterval"/>.
    /// </summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Gets the user's device; <see langword="null"/> if it is not known.</summary>
    public SessionDevice? Device { get; init; }

    /// <summary>Gets the approximate size in memory, in bytes.</summary>
    internal int Size => 72 + (Device?.Size ?? 0);

    /// <summary>Applies changes to the account of a stored record; <see langword="null"/> if the session has no user afterwards.</summary>
    internal static SessionAccount? Change(SessionRecord stored, SessionChanges changes)
    {
        var isOtherUser = changes.CreatedAt is not null || (changes.HasOwner && !stored.IsOwnedBy(changes.Owner, changes.OwnerScheme));
        if (isOtherUser ? changes is { Owner: null, OwnerScheme: null } : stored.IsAnonymous)
        {
            return null;
        }

        var before = isOtherUser ? null : stored.Account;
        return changes.HasAccount ? (before ?? new SessionAccount { LastSeenAt = stored.CreatedAt }).With(changes) : before;
    }

    /// <summary>Returns the binary form: one part of a stored record.</summary>
    internal byte[] ToBytes()
    {
        var device = Device?.ToBytes();
        var writer = new RecordWriter(capacity: 32 + (device?.Length ?? 0));
        writer.WriteTimestamp(SignedInAt);
        writer.WriteTimestamp(LastSeenAt);
        writer.WriteBytes(device);
        return writer.ToArray();
    }

    /// <summary>Reads the binary form; <see langword="null"/> if the bytes are invalid.</summary>
    internal static SessionAccount? FromBytes(ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader(bytes);
        var account = new SessionAccount
        {
            SignedInAt = reader.ReadNullableTimestamp(),
            LastSeenAt = reader.ReadTimestamp(),
            Device = reader.ReadDevice(),
        };
        return reader is { IsValid: true, Remaining: 0 } ? account : null;
    }

    private SessionAccount With(SessionChanges changes) => new()
    {
        SignedInAt = changes.HasSignedInAt ? changes.SignedInAt : SignedInAt,
        LastSeenAt = changes.LastSeenAt > LastSeenAt ? changes.LastSeenAt.Value : LastSeenAt,
        Device = GetDevice(changes),
    };

    // The device is stored at the sign-in. Later requests only update its last address.
    private SessionDevice? GetDevice(SessionChanges changes)
    {
        var device = (changes.Device, Device) switch
        {
            (null, var known) => known,
            (var current, null) => current,
            (var current, var known) when changes.HasSignedInAt => current with { Label = known.Label },
            (var current, var known) when current.LastAddress is null || current.LastAddress == known.LastAddress => known,
            (var current, var known) => known with { LastAddress = current.LastAddress },
        };
        return changes.HasLabel ? (device ?? new SessionDevice()) with { Label = changes.Label } : device;
    }
}
