using Microsoft.Playwright;
using TypedSessions.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace TypedSessions.EndToEnd.Tests;

/// <summary>
/// The installed Chromium, which starts when a test first opens a window.
/// If it is missing, the tests that need it are skipped, or fail if TYPEDSESSIONS_NO_SKIP is 1.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>A domain whose subdomains all resolve to this machine.</summary>
    internal const string Domain = "shop.test";

    /// <summary>The domain of another site, whose subdomains also resolve to this machine.</summary>
    internal const string OtherDomain = "login.test";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        $"--host-resolver-rules=MAP *.{Domain} 127.0.0.1, MAP *.{OtherDomain} 127.0.0.1",
    ];

    private readonly Lazy<Task<IBrowser?>> _browser;
    private IPlaywright? _playwright;

    public Chromium() => _browser = new(LaunchAsync);

    /// <summary>Opens a new window without cookies.</summary>
    internal Task<IBrowserContext> OpenAsync(SampleSite site, BrowserNewContextOptions? options = null) => OpenAsync(site.Address, options);

    /// <summary>Opens a new window without cookies.</summary>
    internal async Task<IBrowserContext> OpenAsync(Uri address, BrowserNewContextOptions? options = null)
    {
        if (await _browser.Value is not { } browser)
        {
            const string reason = "No Chromium on the PATH.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("TYPEDSESSIONS_NO_SKIP") == "1", reason);
            throw new InvalidOperationException(reason);
        }

        options ??= new();
        options.BaseURL = address.ToString();
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } && await _browser.Value is { } browser)
        {
            await browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private async Task<IBrowser?> LaunchAsync()
    {
        if (Find() is not { } executable)
        {
            return null;
        }

        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = executable, Args = Arguments, Headless = true, Timeout = 120_000 });
    }

    private static string? Find()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
