using System.Net;

namespace Operations.Traffic;

/// <summary>A simulated visitor, who requests some pages, often signs in and sometimes signs out.</summary>
internal sealed class Visitor : IDisposable
{
    private static readonly string[] UserAgents =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36",
    ];

    private static readonly string[] Users
        = ["ada", "bertrand", "clara", "dora", "emil", "frida", "georg", "hedy", "ivan", "julia", "kurt", "lise", "max", "nina", "otto"];

    private static readonly string[] Items = ["Sencha", "Assam", "Darjeeling", "Oolong", "Matcha", "Rooibos"];

    private readonly HttpClient _client;
    private readonly string? _user = Random.Shared.NextDouble() < 0.6 ? Pick(Users) : null;

    public Visitor(Uri address)
    {
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd(Pick(UserAgents));
    }

    /// <summary>Visits the site once.</summary>
    public async Task VisitAsync(TimeSpan pause, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (_user is not null)
        {
            await PostAsync($"visits/sign-in?user={_user}");
        }

        for (var pages = Random.Shared.Next(3, 20); pages > 0; pages--)
        {
            await PostAsync(Random.Shared.Next(6) switch
            {
                0 => $"visits/search?text={Pick(Items)}",
                1 => $"visits/basket?item={Pick(Items)}",
                2 when _user is not null => "visits/pin?pin=1234",
                _ => "visits/page",
            });
            await Task.Delay(pause * (2 * Random.Shared.NextDouble()), timeProvider, cancellationToken);
        }

        if (_user is not null && Random.Shared.NextDouble() < 0.4)
        {
            await PostAsync("visits/sign-out");
        }

        async Task PostAsync(string path)
        {
            using var response = await _client.PostAsync(path, content: null, cancellationToken);
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Pick(string[] choices) => choices[Random.Shared.Next(choices.Length)];
}
