namespace TypedSessions.Sessions;

/// <summary>Sealed records that were presented, of a <see cref="IClientSessionEngine"/>.</summary>
internal sealed class PresentedRecords : PresentedTokens
{
    private readonly HeldRecords _records;

    private PresentedRecords(HeldRecords records, SessionToken[] tokens, bool hasRefused)
        : base(tokens, hasRefused, records) => _records = records;

    /// <inheritdoc/>
    public override bool AreRecords => true;

    /// <summary>
    /// Opens what was presented, up to the first that leads to a session: the rest would be unpacked for nothing. What does not
    /// open is refused.
    /// </summary>
    public static PresentedRecords Open(IClientSessionEngine engine, TimeProvider clock, params IEnumerable<string> texts)
    {
        var records = new HeldRecords(engine, clock);
        var tokens = new List<SessionToken>();
        var hasRefused = false;
        foreach (var text in texts)
        {
            if (engine.Open(text) is not { } session || !records.TryAdd(session))
            {
                hasRefused = true;
                continue;
            }

            tokens.Add(SessionToken.Unknown(session.Key));
            if (session.Record.Values.IsReadable && !session.Record.HasExpired(clock.GetUtcNow()))
            {
                break;
            }
        }

        return new PresentedRecords(records, [.. tokens], hasRefused);
    }

    /// <inheritdoc/>
    public override string? Reveal(SessionToken token) => _records.TextOf(token.Key);
}
