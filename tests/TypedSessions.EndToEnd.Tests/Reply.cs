using System.Net;
using System.Text.RegularExpressions;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>A received page.</summary>
internal sealed partial record Reply(HttpStatusCode Status, string Html, IReadOnlyList<string> SetCookies)
{
    /// <summary>The text of the page.</summary>
    public string Says
        => string.Join(
            '\n', Sentence().Matches(AnswerBox().Match(Html).Value).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)));

    /// <summary>The code that the page shows.</summary>
    public IReadOnlyList<string> Listings
        => [.. ListingBox().Matches(Html).Select(match => WebUtility.HtmlDecode(Tag().Replace(match.Groups[1].Value, "")))];

    /// <summary>The values of the record that the page shows.</summary>
    public IReadOnlyList<string> StoredValues
        => [.. StoredValue().Matches(Html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    /// <summary>The key of the record that the page shows.</summary>
    public string Key => KeyBox().Match(Html).Groups[1].Value;

    public string AntiforgeryToken => WebUtility.HtmlDecode(AntiforgeryField().Match(Html).Groups[1].Value);

    /// <summary>Whether the response sets, changes or deletes the session cookie.</summary>
    public bool TouchesCookie => SetCookies.Any(cookie => cookie.StartsWith("session-", StringComparison.Ordinal));

    public static async Task<Reply> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : []);

    [GeneratedRegex("<div class=\"answer\".*?</div>", RegexOptions.Singleline)]
    private static partial Regex AnswerBox();

    [GeneratedRegex("<p>(.*?)</p>")]
    private static partial Regex Sentence();

    [GeneratedRegex("<pre[^>]*><code>(.*?)</code></pre>", RegexOptions.Singleline)]
    private static partial Regex ListingBox();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("<code class=\"value\">(.*?)</code>")]
    private static partial Regex StoredValue();

    [GeneratedRegex("<dd><code>([0-9a-f]{64})</code></dd>")]
    private static partial Regex KeyBox();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
