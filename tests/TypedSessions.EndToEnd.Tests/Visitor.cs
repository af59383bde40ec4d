using System.Net;
using System.Text.RegularExpressions;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>Somebody with an HTTP client who keeps the cookies that they are given, or not.</summary>
internal sealed partial class Visitor : IDisposable
{
    public const string CookieName = "session";

    private readonly HttpClient _client;
    private readonly CookieContainer _cookies = new();

    public Visitor(TutorialSite site, bool keepsCookies = true)
        : this(site.Address, keepsCookies)
    {
    }

    private Visitor(Uri address, bool keepsCookies)
        => _client = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, UseCookies = keepsCookies }) { BaseAddress = address };

    /// <summary>What the session cookie carries.</summary>
    public string? Token => _cookies.GetCookies(_client.BaseAddress!)[CookieName]?.Value;

    /// <summary>Somebody who comes with a copy of a session cookie.</summary>
    public static Visitor WithToken(TutorialSite site, string token)
    {
        var visitor = new Visitor(site);
        visitor._cookies.Add(site.Address, new Cookie(CookieName, token));
        return visitor;
    }

    /// <summary>The same person with the same cookies, after the site has moved.</summary>
    public Visitor ComesBackTo(TutorialSite site)
    {
        var visitor = new Visitor(site);
        visitor._cookies.Add(site.Address, _cookies.GetCookies(_client.BaseAddress!));
        return visitor;
    }

    public async Task<Reply> GetAsync(string path)
    {
        using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        return await Reply.ReadAsync(response);
    }

    /// <summary>Opens a page, fills in its form and posts it.</summary>
    public async Task<Reply> FillInAsync(string page, string target, params (string Name, string Value)[] fields)
    {
        var form = await GetAsync(page);
        return await PostAsync(target, [.. fields, ("__RequestVerificationToken", form.AntiforgeryToken)]);
    }

    public Task<Reply> SignInAsync(string name)
        => FillInAsync("/myapp/connection/", "/myapp/login/", ("username", name), ("password", "a secret of mine"));

    public async Task<Reply> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await _client.PostAsync(path, content, TestContext.Current.CancellationToken);
        return await Reply.ReadAsync(response);
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>A page as it came.</summary>
internal sealed partial record Reply(HttpStatusCode Status, string Html, IReadOnlyList<string> SetCookies)
{
    /// <summary>The sentence that the page answers with, or the sentences.</summary>
    public string Says => string.Join('\n', Sentence().Matches(AnswerBox().Match(Html).Value).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)));

    /// <summary>The code that the page shows.</summary>
    public IReadOnlyList<string> Listings
        => [.. ListingBox().Matches(Html).Select(match => WebUtility.HtmlDecode(Tag().Replace(match.Groups[1].Value, "")))];

    /// <summary>The values of the record that the page shows.</summary>
    public IReadOnlyList<string> StoredValues => [.. StoredValue().Matches(Html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    /// <summary>The handle of the record that the page shows.</summary>
    public string Handle => HandleBox().Match(Html).Groups[1].Value;

    public string AntiforgeryToken => WebUtility.HtmlDecode(AntiforgeryField().Match(Html).Groups[1].Value);

    /// <summary>Whether the response sets, changes or deletes the session cookie.</summary>
    public bool TouchesCookie => SetCookies.Any(cookie => cookie.StartsWith(Visitor.CookieName + "=", StringComparison.Ordinal));

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
    private static partial Regex HandleBox();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
