using TypedSessions.Sessions;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>A browser with one cookie, whose responses arrive in any order.</summary>
internal sealed class Browser(Promises promises, SessionToken first)
{
    private readonly List<Answer> _answers = [];
    private string _token = first.Reveal();

    /// <summary>
    /// The number of orders of responses that leave the browser without the session,
    /// because the last response deleted the cookie as specified.
    /// </summary>
    public int TakenBack { get; private set; }

    /// <summary>
    /// The number of orders of responses in which an old token replaces the new one, from a response that was sent before the new token
    /// existed.
    /// </summary>
    public int Overtaken { get; private set; }

    /// <summary>The Cookie header of the next request.</summary>
    public string? Cookie => _token.Length > 0 ? $"session={_token}" : null;

    /// <summary>Receives a response.</summary>
    public void Take(BareResponse response, PromisedRequest request)
    {
        _token = response.Token ?? _token;
        _answers.Add(new Answer(response.Key, response.Token is "", request.Write, request.LastWrite));
    }

    /// <summary>Asserts that the browser has the token of the remaining session, if it was sent one.</summary>
    /// <param name="everyOrder">Whether to check every possible order of the responses, not only the actual one.</param>
    public void Check(bool everyOrder)
    {
        foreach (var answers in everyOrder ? Orders(_answers) : [_answers])
        {
            Check(answers);
        }
    }

    private void Check(List<Answer> answers)
    {
        if (!promises.Keys.Any(IsLive))
        {
            return;
        }

        var last = answers.FindLastIndex(answer => answer.IsTakenBack || answer.Key is not null);
        var key = last < 0 ? first.Key : answers[last].Key;
        if (key is { } current && IsLive(current))
        {
            return;
        }

        Assert.True(last >= 0, "The browser received no cookie, and its old cookie has no session.");
        if (answers[last].IsTakenBack)
        {
            TakenBack++;
            return;
        }

        // The token was valid when it was sent. A server cannot revoke a response on its way.
        Assert.True(
            answers.Take(last).Any(earlier => earlier.LastWrite > answers[last].Write && (earlier.IsTakenBack || earlier.Key is not null)),
            "The browser was sent a token that was invalid by then.");
        Overtaken++;
    }

    private bool IsLive(SessionKey key) => promises.Find(key) is not null;

    private static IEnumerable<List<Answer>> Orders(List<Answer> answers) => answers.Count < 2
        ? [answers]
        : answers.SelectMany(
            (answer, index) => Orders([.. answers.Take(index), .. answers.Skip(index + 1)])
                .Select(rest => (List<Answer>)[answer, .. rest]));

    /// <param name="Key">The key of the sent token.</param>
    /// <param name="IsTakenBack">Whether the response deletes the cookie.</param>
    /// <param name="Write">The position, among all writes, of the one that stored the session with the token.</param>
    /// <param name="LastWrite">The position of the last write before it.</param>
    private sealed record Answer(SessionKey? Key, bool IsTakenBack, int Write, int LastWrite);
}
