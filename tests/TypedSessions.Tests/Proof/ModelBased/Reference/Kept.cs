using System.Collections.Immutable;

namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>A session as the model keeps it.</summary>
internal sealed record Kept(
    ImmutableSortedDictionary<string, string> Values,
    DateTimeOffset Created,
    DateTimeOffset Expires,
    SessionExpiry Expiry,
    DateTimeOffset Deadline,
    string? Owner,
    long Version)
{
    public static ImmutableSortedDictionary<string, string> NoValues { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public override string ToString() => $"{Seen.Record(Values, Expiry, Owner, Created, Expires, Deadline)} v{Version}";
}

/// <summary>Under what a session is kept: what its id is for the model.</summary>
internal sealed class Name;

/// <summary>What a request or job changed.</summary>
/// <param name="Values">The keys that were set, and with <see langword="null"/> those that were removed.</param>
/// <param name="Clears">Whether everything else goes.</param>
/// <param name="Renewed">When the session ends now, if its visitor was active; else <see langword="null"/>.</param>
/// <param name="NewExpiry">What was set, if anything.</param>
/// <param name="NewOwner">Who was set, if anybody or nobody was.</param>
internal sealed record Delta(
    IReadOnlyDictionary<string, string?> Values, bool Clears, DateTimeOffset? Renewed, SessionExpiry? NewExpiry, (string? Owner, bool Changes) NewOwner)
{
    public bool IsTouch => Values.Count == 0 && !Clears && NewExpiry is null && !NewOwner.Changes;

    /// <summary>A record with the changes on top. Only who was active renews, and nobody undoes an expiry that somebody else set.</summary>
    public Kept ApplyTo(Kept current, Kept loaded, bool rotates)
    {
        var values = (Clears ? Kept.NoValues : current.Values).ToBuilder();
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
            Expires = mayRenew && Renewed is { } expires ? expires : current.Expires,
            Expiry = NewExpiry ?? current.Expiry,
            Owner = NewOwner.Changes ? NewOwner.Owner : current.Owner,
            Version = IsTouch && !rotates ? current.Version : current.Version + 1,
        };
    }
}
