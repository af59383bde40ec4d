using TypedSessions.Integration.Accounts;

namespace TypedSessions.Tests.Accounts;

/// <summary>The names of devices.</summary>
public sealed class DeviceDisplayTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux")]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Edge on Windows")]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/120.0.0.0",
        "Opera on Windows")]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        "Chrome on Android")]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1",
        "Safari on iPhone")]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Safari/604.1",
        "Chrome on iPhone")]
    [InlineData(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
        "Safari on macOS")]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36", "Chrome on ChromeOS")]
    [InlineData("Firefox/1.0", "Firefox")]
    [InlineData("Something (Windows NT 11.0)", "Windows")]
    [InlineData("curl/8.0", "Unknown device")]
    [InlineData(null, "Unknown device")]
    public void A_user_agent_is_shown_as_browser_and_system(string? userAgent, string expected)
        => Assert.Equal(expected, new UserAgentDisplay().GetText(new SessionDevice { UserAgent = userAgent }));

    [Fact]
    public void A_device_that_is_not_known_has_a_text() => Assert.Equal("Unknown device", new UserAgentDisplay().GetText(null));
}
