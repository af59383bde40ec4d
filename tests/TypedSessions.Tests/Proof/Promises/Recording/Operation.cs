namespace TypedSessions.Tests.Proof.Promises.Recording;

/// <summary>An operation of a request or job on its session.</summary>
internal abstract record Operation
{
    public string Describe() => this switch
    {
        Set set => $"set {set.Key}={set.Value}",
        Remove remove => $"remove {remove.Key}",
        SetOwner set => $"set owner {set.Owner}",
        SetExpiry set => $"set expiry {set.Expiry}",
        _ => GetType().Name,
    };

    /// <summary>Reads all values and properties of the session.</summary>
    public sealed record Look : Operation;

    /// <summary>Sets a value that is unique in the history, so that it identifies its writer.</summary>
    public sealed record Set(string Key, string Value) : Operation;

    /// <summary>Sets the value that was just read, which is not a change.</summary>
    public sealed record SetAgain(string Key) : Operation;

    public sealed record Remove(string Key) : Operation;

    public sealed record Clear : Operation;

    public sealed record RegenerateId : Operation;

    public sealed record SetOwner(string? Owner) : Operation;

    public sealed record SetExpiry(SessionExpiry Expiry) : Operation;

    public sealed record Abandon : Operation;

    /// <summary>Commits before the end of the request.</summary>
    public sealed record Commit : Operation;

    /// <summary>Starts the response, which commits.</summary>
    public sealed record StartResponse : Operation;
}

/// <summary>A completed operation and the session's values after it.</summary>
internal sealed record Step(Operation Operation, Period Period, View View)
{
    public override string ToString() => Operation is Operation.Look ? $"sees {View}" : $"{Operation.Describe()} → {View}";
}

/// <summary>The observable values and properties of a session.</summary>
internal sealed record View
{
    public static View Nothing { get; } = new() { IsNew = true, IsEmpty = true };

    /// <summary>The public id, which is the hash of the token; <see langword="null"/> if there is no session.</summary>
    public string? Id { get; init; }

    public bool IsNew { get; init; }

    public bool IsEmpty { get; init; }

    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    public IReadOnlyCollection<string> ModifiedKeys { get; init; } = [];

    public string? Owner { get; init; }

    public SessionExpiry Expiry { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public override string ToString()
    {
        var values = string.Join(' ', Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        return $"{(IsNew ? "new" : "stored")} {{{values}}}{(Owner is null ? "" : $" of {Owner}")}";
    }
}
