using TypedSessions.Packages.Tests.Testing;

namespace TypedSessions.Packages.Tests;

/// <summary>From an empty folder, with an empty package cache, to a site with a session.</summary>
public sealed class TemplateTests(PackedFeed feed)
{
    private const string Templates = "TypedSessions.Templates";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_commands_give_a_working_session()
    {
        var folder = feed.CreateFolder("my-first.Shop");

        (await folder.NewAsync("install", feed.GetPath(Templates))).Succeeded();
        (await folder.NewAsync("typedsessions-web")).Succeeded();
        await using var site = await folder.ServeAsync("run");

        Assert.True(folder.Has("my-first.Shop.csproj"));
        using var visitor = site.Open();
        using var another = site.Open();
        Assert.Equal("Hello stranger, this is visit 1.", await ReadAsync(visitor));
        await PostAsync(visitor, "/name/Ada");
        Assert.Equal("Hello Ada, this is visit 2.", await ReadAsync(visitor));
        Assert.Equal("Hello stranger, this is visit 1.", await ReadAsync(another));
        await PostAsync(visitor, "/leave");
        Assert.Equal("Hello stranger, this is visit 1.", await ReadAsync(visitor));
    }

    [Theory]
    [InlineData("files")]
    [InlineData("sqlite")]
    public async Task Sessions_of_the_chosen_engine_survive_a_restart(string engine)
    {
        var folder = feed.CreateFolder("shop-on-" + engine);
        (await folder.NewAsync("install", feed.GetPath(Templates))).Succeeded();
        (await folder.NewAsync("typedsessions-web", "--name", "Shop", "--output", ".", "--engine", engine)).Succeeded();

        string cookie;
        await using (var site = await folder.ServeAsync("run"))
        {
            using var visitor = site.Open();
            using var response = await visitor.PostAsync("/name/Ada", null, Cancellation);
            cookie = response.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        }

        await using (var site = await folder.ServeAsync("run", "--no-build"))
        {
            using var visitor = site.Open();
            visitor.DefaultRequestHeaders.Add("Cookie", cookie);
            Assert.Equal("Hello Ada, this is visit 1.", await ReadAsync(visitor));
        }
    }

    private static Task<string> ReadAsync(HttpClient visitor) => visitor.GetStringAsync("/", Cancellation);

    private static async Task PostAsync(HttpClient visitor, string path)
    {
        using var response = await visitor.PostAsync(path, null, Cancellation);
        response.EnsureSuccessStatusCode();
    }
}
