using System.Collections.Immutable;

namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>A session as the model keeps it, or the closed copy that a rotation leaves of one.</summary>
internal sealed record Kept(
    ImmutableSortedDictionary<string, string> Values,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    SessionExpiry Expiry,
    DateTimeOffset AbsoluteExpiration,
    string? Owner,
    long Version)
{
    public static ImmutableSortedDictionary<string, string> NoValues { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What the record was when it was closed, and what continued from it; <see langword="null"/> in a session.</summary>
    public Closing? Closing { get; init; }

    public override string ToString() => $"{Seen.Record(Values, Expiry, Owner, CreatedAt, ExpiresAt, AbsoluteExpiration)} v{Version}{Closing}";

    /// <summary>What stays under the old name when the session gets a new one.</summary>
    public Kept Close(Name newName, DateTimeOffset now) => this with
    {
        ExpiresAt = now + World.RotationGrace,
        Expiry = SessionExpiry.At(now + World.RotationGrace),
        Owner = null,
        Version = Version + 1,
        Closing = new Closing([newName], Owner, Expiry),
    };
}

/// <summary>What a closed copy says of the session that it is a copy of.</summary>
internal sealed record Closing(ImmutableList<Name> Successors, string? Owner, SessionExpiry Expiry)
{
    /// <summary>How many sessions can continue from one copy.</summary>
    public const int MaxSuccessors = 8;

    public override string ToString() => Seen.Closing(Successors.Count, Owner, Expiry);
}

/// <summary>A closed copy that was presented.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Record">The copy as it was found.</param>
/// <param name="IsFirstLive">Whether the session that took its place lives.</param>
internal sealed record Copy(Name Name, Kept Record, bool IsFirstLive)
{
    /// <summary>Whether a request that asks for a new id continues from it.</summary>
    public bool CanContinue => IsFirstLive && Record.Closing!.Owner is null;
}

/// <summary>Under what a session is kept: what its id is for the model.</summary>
internal sealed class Name;

/// <summary>What a request or job changed.</summary>
/// <param name="Values">The keys that were set, and with <see langword="null"/> those that were removed.</param>
/// <param name="ClearFirst">Whether everything else goes.</param>
/// <param name="Renewed">When the session ends now, if its visitor was active; else <see langword="null"/>.</param>
/// <param name="NewExpiry">What was set, if anything.</param>
/// <param name="NewOwner">Who was set, if anybody or nobody was.</param>
internal sealed record Delta(
    IReadOnlyDictionary<string, string?> Values, bool ClearFirst, DateTimeOffset? Renewed, SessionExpiry? NewExpiry, (string? Owner, bool Changes) NewOwner)
{
    public bool IsTouch => Values.Count == 0 && !ClearFirst && NewExpiry is null && !NewOwner.Changes;

    /// <summary>A record with the changes on top. Only who was active renews, and nobody undoes an expiry that somebody else set.</summary>
    public Kept ApplyTo(Kept current, Kept loaded, bool rotates)
    {
        var values = (ClearFirst ? Kept.NoValues : current.Values).ToBuilder();
        foreach (var (key, value) in Values)
        {
            if (value is null)
            {
                values.Remove(key);
            }
            else
            {
                values[key] = value;
            }
        }

        var mayRenew = NewExpiry is not null || current.Expiry == loaded.Expiry;
        return current with
        {
            Values = values.ToImmutable(),
            ExpiresAt = mayRenew && Renewed is { } expires ? expires : current.ExpiresAt,
            Expiry = NewExpiry ?? current.Expiry,
            Owner = NewOwner.Changes ? NewOwner.Owner : current.Owner,
            Closing = null,
            Version = IsTouch && !rotates ? current.Version : current.Version + 1,
        };
    }
}
