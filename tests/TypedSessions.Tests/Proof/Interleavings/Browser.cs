using TypedSessions.Sessions;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>The browser's side: one cookie, and answers that come in any order.</summary>
internal sealed class Browser(Promises promises, SessionToken first)
{
    private readonly List<Answer> _answers = [];
    private string _token = first.Reveal();

    /// <summary>
    /// In how many orders the answers came that leave the browser without the session,
    /// because the last of them took the cookie back on purpose.
    /// </summary>
    public int TakenBack { get; private set; }

    /// <summary>
    /// In how many orders of the answers an old token overtook the new one on the
    /// wire, of an answer that was given before there was a new one.
    /// </summary>
    public int Overtaken { get; private set; }

    /// <summary>What it sends with a request.</summary>
    public string? Cookie => _token.Length > 0 ? $"session={_token}" : null;

    /// <summary>An answer arrives.</summary>
    public void Take(BareResponse response, PromisedRequest request)
    {
        _token = response.Token ?? _token;
        _answers.Add(new Answer(response.Key, response.Token is "", request.Write, request.LastWrite));
    }

    /// <summary>The browser has to have the session that is left, if one is left that it was told of.</summary>
    /// <param name="everyOrder">Whether the answers could have come in any order, and not only as they did.</param>
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
        if (key is { } held && IsLive(held))
        {
            return;
        }

        Assert.True(last >= 0, "The browser was told nothing, and its cookie leads nowhere.");
        if (answers[last].IsTakenBack)
        {
            TakenBack++;
            return;
        }

        // A token that was good when it was sent. No server can call an answer back that is on its way.
        Assert.True(
            answers.Take(last).Any(earlier => earlier.LastWrite > answers[last].Write && (earlier.IsTakenBack || earlier.Key is not null)),
            "The browser was sent a token that led nowhere by then.");
        Overtaken++;
    }

    private bool IsLive(SessionKey key) => promises.Find(key) is not null;

    private static IEnumerable<List<Answer>> Orders(List<Answer> answers) => answers.Count < 2
        ? [answers]
        : answers.SelectMany((answer, index) => Orders([.. answers.Take(index), .. answers.Skip(index + 1)]).Select(rest => (List<Answer>)[answer, .. rest]));

    /// <param name="Key">The token that it brought.</param>
    /// <param name="IsTakenBack">Whether it took the cookie back.</param>
    /// <param name="Write">The place among all writes of the one that stored the session with that token.</param>
    /// <param name="LastWrite">The place of the last one that came before it.</param>
    private sealed record Answer(SessionKey? Key, bool IsTakenBack, int Write, int LastWrite);
}
