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
        UseTestedSqlite(folder);

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

    // The SQLite of this repository's tests, see Directory.Packages.props: a newer one cannot be restored everywhere.
    private static void UseTestedSqlite(ScratchFolder folder)
    {
        const string Tested = """
            <PackageReference Include="Microsoft.Data.Sqlite.Core" Version="6.0.7" />
            <PackageReference Include="SQLitePCLRaw.bundle_e_sqlite3" Version="2.0.6" />
            """;
        const string Newer = """<PackageReference Include="Microsoft.Data.Sqlite" Version="10.0.0" />""";
        folder.Write("Shop.csproj", folder.Read("Shop.csproj").Replace(Newer, Tested, StringComparison.Ordinal));
    }

    private static Task<string> ReadAsync(HttpClient visitor) => visitor.GetStringAsync("/", Cancellation);

    private static async Task PostAsync(HttpClient visitor, string path)
    {
        using var response = await visitor.PostAsync(path, null, Cancellation);
        response.EnsureSuccessStatusCode();
    }
}
