namespace TypedSessions.EndToEnd.Tests.SignIn;

/// <summary>Counts the lost, mixed and exposed sessions of many rounds.</summary>
internal sealed class Tally
{
    private readonly List<string> _faults = [];
    private int _sessions, _logins, _mixed, _shown;

    /// <summary>Gets the number of counted rounds.</summary>
    public int Rounds { get; private set; }

    /// <summary>Gets whether all counts except that of the rounds are zero.</summary>
    public bool IsClean => _faults is [];

    /// <summary>Adds the errors of a round.</summary>
    /// <param name="expected">The expected result.</param>
    /// <param name="seen">The sessions of the requests in order. The last request was sent after all others had completed.</param>
    /// <param name="stolen">The session that the token from before the sign-in gives access to.</param>
    public void Add(Expected expected, IReadOnlyList<SeenSession> seen, SeenSession stolen)
    {
        var last = seen[^1];
        Rounds++;
        Count(ref _logins, last.User is null || last.User != (expected.User ?? last.User), $"the login is lost: {last}");
        Count(ref _sessions, !IsKept(expected, last), $"the session is lost: {last}");
        var mixed = seen.FirstOrDefault(static seen => seen.IsMixed) ?? (last.Owner != last.User ? last : null);
        Count(ref _mixed, mixed is not null, $"login and session are mixed: {mixed}");
        Count(ref _shown, stolen != SeenSession.Nothing, $"the old token shows a session: {stolen}");
    }

    public override string ToString()
    {
        var lost = $"{Rounds} rounds: {_sessions} sessions lost, {_logins} logins lost, {_mixed} mixed identities";
        return string.Join(Environment.NewLine, [$"{lost}, {_shown} shown to the old token.", .. _faults]);
    }

    private static bool IsKept(Expected expected, SeenSession last)
        => last.Secret is { } user && user == (expected.User ?? user)
            && last.Polls >= expected.Polls
            && (last.Cart == "book" || !expected.HasCart);

    private void Count(ref int count, bool isWrong, string fault)
    {
        if (isWrong)
        {
            count++;
            _faults.Add($"Round {Rounds}: {fault}");
        }
    }
}
