using System.Net;
using System.Net.Http.Json;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>A visitor with an HTTP client that keeps cookies or discards them.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly string _cookieName;
    private readonly HttpClient _client;
    private readonly CookieContainer _cookies = new();

    public Visitor(SampleSite site, bool keepsCookies = true)
    {
        _cookieName = site.CookieName;
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, UseCookies = keepsCookies })
        {
            BaseAddress = site.Address,
        };
    }

    /// <summary>The value of the session cookie.</summary>
    public string? Token => _cookies.GetCookies(_client.BaseAddress!)[_cookieName]?.Value;

    /// <summary>Creates a visitor with a copy of a session cookie.</summary>
    public static Visitor WithToken(SampleSite site, string token)
    {
        var visitor = new Visitor(site);
        visitor._cookies.Add(site.Address, new Cookie(site.CookieName, token));
        return visitor;
    }

    /// <summary>Creates a visitor of another address with the same cookies.</summary>
    public Visitor ComesBackTo(SampleSite site)
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

    public async Task<Reply> SendJsonAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Reply.ReadAsync(response);
    }

    public void Dispose() => _client.Dispose();
}
