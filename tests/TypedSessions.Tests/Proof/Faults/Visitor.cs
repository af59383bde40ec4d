using System.Net;
using System.Net.WebSockets;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>The response to a visitor.</summary>
/// <param name="Status">The status; 0 for an incomplete response, or if the visitor has disconnected.</param>
internal readonly record struct Answer(int Status)
{
    /// <summary>Whether the response reports success.</summary>
    public bool IsSuccess => Status is > 0 and < 400;

    /// <summary>The text of the body.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether the response sets or deletes a cookie.</summary>
    public bool HasCookie { get; init; }

    /// <summary>Whether the response is a redirect.</summary>
    public bool HasTarget { get; init; }

    public override string ToString() => $"{(Status == 0 ? "no answer" : Status)}{(HasCookie ? " with a cookie" : "")}";
}

/// <summary>A visitor with a browser and possibly a connection to the hub.</summary>
internal sealed class Visitor(FaultSite site) : IAsyncDisposable
{
    private Browser _browser = site.Site.Open();
    private HubClient? _hub;

    /// <summary>Creates a visitor with a copy of the current cookies.</summary>
    public Visitor Copy()
    {
        var copy = new Visitor(site);
        copy._browser.Dispose();
        copy._browser = _browser.Copy();
        return copy;
    }

    /// <summary>The token in the browser's cookie.</summary>
    public string Cookies
        => string.Join("; ", _browser.Cookies.OrderBy(cookie => cookie.Key).Select(cookie => $"{cookie.Key}={cookie.Value}"));

    /// <summary>Sends the requests before the visit.</summary>
    public async Task PrepareAsync(Visit visit, bool hasSession)
    {
        if (hasSession)
        {
            Assert.Equal(200, (await GetAsync("/begin")).Status);
        }

        if (visit.IsLate && hasSession)
        {
            await using var first = Copy();
            Assert.Equal(200, (await first.GetAsync("/rotate-only")).Status);
        }

        if (visit.IsToHub)
        {
            _hub = await HubClient.ConnectAsync(site.Site.Address, "/hub", hasSession ? Cookies : null);
        }

        site.Site.Clock.Advance(visit.After);
    }

    /// <summary>Sends the request and waits until the server has completed it.</summary>
    public async Task<Answer> ActAsync(Visit visit)
    {
        var (browser, hub, hasLeft) = (_browser, _hub, false);
        site.Expect(() =>
        {
            hasLeft = true;
            browser.Dispose();
            _ = hub?.DisposeAsync();
        });
        var answer = visit.IsToHub ? await InvokeAsync(visit.Path) : await GetAsync(visit.Path);
        await site.UntilServedAsync();
        if (!hasLeft)
        {
            return answer;
        }

        // Restores the cookies from before the request.
        _browser = browser.Copy();
        _hub = null;
        return default;
    }

    /// <summary>Describes the session of the browser's cookie.</summary>
    public async Task<string> LookAsync()
    {
        using var response = await _browser.GetAsync("/look");
        var text = await response.Content.ReadAsStringAsync();
        return response.StatusCode != HttpStatusCode.OK ? $"failed: {response.StatusCode}"
            : text == FaultPlan.Nothing && await site.IsClosedAsync(_browser.Token) ? FaultPlan.Closed
            : text;
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }
    }

    private async Task<Answer> GetAsync(string path)
    {
        try
        {
            using var response = await _browser.GetAsync(path);
            return new Answer((int)response.StatusCode)
            {
                Text = await response.Content.ReadAsStringAsync(),
                HasCookie = response.SetCookies().Count > 0,
                HasTarget = response.Headers.Location is not null,
            };
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return default;
        }
    }

    private async Task<Answer> InvokeAsync(string method)
    {
        try
        {
            _hub ??= await HubClient.ConnectAsync(site.Site.Address, "/hub", Cookies);
            return new Answer((await _hub.InvokeAsync(method)).GetBoolean() ? 200 : 404);
        }
        catch (InvalidOperationException)
        {
            return new Answer(503);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            return default;
        }
    }
}
