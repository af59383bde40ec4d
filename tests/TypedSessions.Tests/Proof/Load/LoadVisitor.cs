using System.Globalization;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Load;

/// <summary>A visitor with a current, an old, a forged or no cookie.</summary>
internal sealed class LoadVisitor(DirectServer server, Random random, int number)
{
    private const int OldCookiesKept = 4;

    // The share of each request in percent.
    private static readonly (string Path, int Share)[] Pages =
    [
        ("/page", 16), ("/read", 24), ("/cart", 24), ("/login", 6), ("/logout", 4), ("/short", 4), ("/turn", 6), ("/throw", 4),
        ("/error", 4), ("/leave", 4), ("/stream", 4),
    ];

    private readonly Dictionary<string, string> _cookies = [];
    private readonly Queue<string> _old = new();

    /// <summary>The number of responses.</summary>
    public int Requests { get; private set; }

    /// <summary>The first unexpected response; <see langword="null"/> for none.</summary>
    public string? Surprise { get; private set; }

    /// <summary>Sends the next request, or two concurrent ones.</summary>
    public async Task ActAsync()
    {
        switch (random.Next(20))
        {
            case 0:
                // The visitor loses the cookies, so the session is not used again.
                _cookies.Clear();
                await SendAsync("/cart", Cookies());
                break;

            case 1 when _old.Count > 0:
                await SendAsync("/cart", [_old.ElementAt(random.Next(_old.Count))]);
                break;

            case 2:
                await SendAsync("/cart", [Garbage()]);
                break;

            case 3:
                var cookies = Cookies();
                // Reads the cookies one response after the other, because the cookie jar is not thread-safe.
                var (cart, turn) = (AskAsync("/cart", cookies), AskAsync("/turn", cookies));
                Take("/cart", await cart);
                Take("/turn", await turn);
                break;

            default:
                await SendAsync(PickPage(), Cookies());
                break;
        }
    }

    private async Task SendAsync(string path, string[] cookies) => Take(path, await AskAsync(path, cookies));

    private async Task<DirectResponse> AskAsync(string path, string[] cookies)
    {
        using var leaving = new CancellationTokenSource();
        var query = path == "/login" ? string.Create(CultureInfo.InvariantCulture, $"?name=visitor{number}") : "";
        var running = server.GetAsync(path, query, cookies, leaving.Token);
        if (path == "/leave")
        {
            await leaving.CancelAsync();
        }

        return await running;
    }

    private void Take(string path, DirectResponse response)
    {
        Requests++;
        Surprise ??= SurpriseIn(path, response);
        KeepCookies(response);
    }

    private static string? SurpriseIn(string path, DirectResponse response)
    {
        var expected = path is "/throw" or "/error" ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        var isExpected = path == "/leave"
            ? response.Failure is OperationCanceledException or null
            : response.StatusCode == expected && (path == "/throw" || response.Failure is null);
        return isExpected ? null : $"{path} answered {response.StatusCode}: {response.Failure}";
    }

    private void KeepCookies(DirectResponse response)
    {
        foreach (var cookie in response.Cookies)
        {
            if (_cookies.Remove(cookie.Name.ToString(), out var old))
            {
                Remember($"{cookie.Name}={old}");
            }

            if (cookie.MaxAge is null or { Ticks: > 0 } && !(cookie.Expires <= DateTimeOffset.UnixEpoch))
            {
                _cookies[cookie.Name.ToString()] = cookie.Value.ToString();
            }
        }
    }

    private void Remember(string cookie)
    {
        if (_old.Count == OldCookiesKept)
        {
            _old.Dequeue();
        }

        _old.Enqueue(cookie);
    }

    private string[] Cookies() => _cookies.Count == 0 ? [] : [string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"))];

    private string Garbage()
    {
        var characters = new char[random.Next(200)];
        for (var i = 0; i < characters.Length; i++)
        {
            characters[i] = (char)random.Next(1, 256);
        }

        return "__Host-session=" + new string(characters);
    }

    private string PickPage()
    {
        var left = random.Next(100);
        foreach (var (path, share) in Pages)
        {
            left -= share;
            if (left < 0)
            {
                return path;
            }
        }

        throw new InvalidOperationException("The shares do not add up to 100.");
    }
}
