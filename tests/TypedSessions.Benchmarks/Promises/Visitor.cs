namespace TypedSessions.Benchmarks.Promises;

/// <summary>A client with a session cookie and two connections, so that a request need not wait for the end of a response.</summary>
internal sealed class Visitor(LiveSite site) : IDisposable
{
    private readonly HttpClient _first = site.CreateClient();
    private readonly HttpClient _second = site.CreateClient();

    /// <summary>The session's cookie; <see langword="null"/> for none.</summary>
    public string? Cookie { get; set; }

    /// <summary>Sends a request and keeps the session cookie of the response.</summary>
    public async Task SendAsync(string path)
    {
        using var response = await SendAsync(_first, path);
        response.EnsureSuccessStatusCode();
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            Cookie = string.Join("; ", cookies.Select(static cookie => cookie[..cookie.IndexOf(';', StringComparison.Ordinal)]));
        }
    }

    /// <summary>Returns the session's value for a key.</summary>
    public async Task<string> ReadAsync(string key)
    {
        using var response = await SendAsync(_second, $"/read/{key}");
        response.EnsureSuccessStatusCode();
        return response.Headers.GetValues("X-Value").Single();
    }

    /// <summary>
    /// Requests a page that redirects and follows the redirect while the body of the first response is still being sent.
    /// </summary>
    public async Task<string> FollowAsync(string path)
    {
        using var response = await SendAsync(_first, path);
        return await ReadAsync(response.Headers.Location!.ToString().Split('/')[^1]);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (Cookie is not null)
        {
            request.Headers.Add("Cookie", Cookie);
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
