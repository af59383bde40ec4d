namespace TypedSessions.Sessions;

/// <summary>Sealed records that were presented, of a <see cref="IClientSessionEngine"/>.</summary>
internal sealed class PresentedRecords : PresentedTokens
{
    private readonly HeldRecords _records;

    private PresentedRecords(HeldRecords records, SessionToken[] tokens, bool hasRefused)
        : base(tokens, hasRefused, records) => _records = records;

    /// <inheritdoc/>
    public override bool AreRecords => true;

    /// <summary>Opens what was presented; what does not open is refused.</summary>
    public static PresentedRecords Open(IClientSessionEngine engine, TimeProvider clock, params ReadOnlySpan<string> texts)
    {
        var records = new HeldRecords(engine, clock);
        var tokens = new List<SessionToken>();
        foreach (var text in texts)
        {
            if (engine.Open(text) is { } session && records.TryAdd(session))
            {
                tokens.Add(SessionToken.Unknown(session.Key));
            }
        }

        return new PresentedRecords(records, [.. tokens], hasRefused: tokens.Count < texts.Length);
    }

    /// <inheritdoc/>
    public override string? Reveal(SessionToken token) => _records.TextOf(token.Key);
}
