using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Files;

/// <summary>A site that keeps its sessions in files.</summary>
public sealed class FilesSiteTests : FilesTest
{
    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("..%2F..%2Fescaped")]
    [InlineData("/etc/passwd")]
    [InlineData("typed-sessions")]
    [InlineData("ab/lock")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("......................................AAAAA")]
    [InlineData("..%2F..%2F..%2F..%2F..%2F..%2F..%2F..%2Fetc")]
    public async Task No_cookie_value_creates_a_file(string cookie)
    {
        var around = Path.GetDirectoryName(Folder)!;
        var before = Entries();
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/", (HttpContext context) => context.Session.GetString("a") ?? "none"),
            engine: _ => ValueTask.FromResult<ISessionEngine>(Engine));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, site.Address);
        request.Headers.Add("Cookie", $"__Host-session={cookie}");
        using var response = await client.SendAsync(request, Token);
        Assert.Equal("none", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(before, Entries());

        string[] Entries()
            => [.. Directory.EnumerateFileSystemEntries(around, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task UseFiles_keeps_sessions_in_the_folder()
    {
        var services = new ServiceCollection();
        services.AddTypedSessions().UseFiles(Folder, options => options.SynchronousCommit = true);
        await using var provider = services.BuildServiceProvider();
        var engine = Assert.IsType<FileSessionEngine>(provider.GetRequiredService<ISessionEngine>());
        Assert.Equal(Folder, engine.Path);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void UseFiles_without_a_folder_throws_with_a_hint(string? path)
    {
        var error = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTypedSessions().UseFiles(path));
        Assert.Contains("Add it to the configuration", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_whose_folder_cannot_be_made_does_not_start()
    {
        var file = Path.Combine(Folder, "file");
        await File.WriteAllTextAsync(file, "", Token);
        var error = await Assert.ThrowsAsync<SessionEngineException>(() => TestSite.StartAsync(
            _ => { }, services: (_, sessions) => sessions.UseFiles(Path.Combine(file, "sessions"))));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }
}
