using TypedSessions.Packages.Tests.Testing;

namespace TypedSessions.Packages.Tests;

/// <summary>Creates, builds and runs a site from the template, in an empty folder with an empty package cache.</summary>
public sealed class TemplateTests(PackedFeed feed)
{
    private const string Templates = "TypedSessions.Templates";

    private static readonly string[] Engines = ["memory", "files", "sqlite", "postgres", "mariadb", "redis"];
    private static readonly string[] SignIns = ["none", "cookie"];

    /// <summary>Gets one variant, or all if TYPED_SESSIONS_TEMPLATES is "all".</summary>
    public static TheoryData<string, string> Variants
        => [.. from engine in Engines
               from auth in SignIns
               where AreAllBuilt || (engine, auth) is ("sqlite", "cookie")
               select (engine, auth)];

    private static bool AreAllBuilt => Environment.GetEnvironmentVariable("TYPED_SESSIONS_TEMPLATES") == "all";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_commands_give_a_working_session()
    {
        var folder = feed.CreateFolder("my-first.Shop");

        (await folder.NewAsync("install", feed.GetPath(Templates))).Succeeded();
        (await folder.NewAsync("typedsessions-web")).Succeeded();
        await using var site = await folder.ServeAsync("run", "--project", "src");

        Assert.True(folder.Has("src/my-first.Shop.csproj"));
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
    [MemberData(nameof(Variants))]
    public async Task A_created_application_reads_as_written_by_hand_and_passes_its_tests(string engine, string auth)
    {
        var folder = feed.CreateFolder($"{engine}-{auth}");
        (await folder.NewAsync("install", feed.GetPath(Templates))).Succeeded();
        (await folder.NewAsync("typedsessions-web", "--name", "Shop", "--output", ".", "--engine", engine, "--auth", auth)).Succeeded();

        Assert.All(folder.Files, file => AssertIsTidy(folder.Read(file)));
        (await folder.RunAsync("build", "-tl:off", "-v", "minimal")).SucceededWithoutWarnings();
        var tests = (await folder.RunAsync("test", "--no-build", "-tl:off")).Succeeded().Output;
        Assert.Matches("Failed: +0, Passed: +3, Skipped: +0", tests);
        if (engine is "files" or "sqlite")
        {
            await AssertThatASessionSurvivesARestartAsync(folder, auth == "none" ? "/name/Ada" : "/login/Ada");
        }
    }

    private static async Task AssertThatASessionSurvivesARestartAsync(ScratchFolder folder, string path)
    {
        string[] cookies;
        await using (var site = await folder.ServeAsync("run", "--project", "src", "--no-build"))
        {
            using var visitor = site.Open();
            using var response = await visitor.PostAsync(path, null, Cancellation);
            cookies = [.. response.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])];
            Assert.Equal("Hello Ada, this is visit 1.", await ReadAsync(visitor));
        }

        await using (var site = await folder.ServeAsync("run", "--project", "src", "--no-build"))
        {
            using var visitor = site.Open();
            visitor.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies));
            Assert.Equal("Hello Ada, this is visit 2.", await ReadAsync(visitor));
        }
    }

    // The template's conditions leave no markers and no extra blank lines.
    private static void AssertIsTidy(string text)
    {
        Assert.DoesNotMatch("#(if|else|endif)|Is(Memory|Files|Sqlite|Postgres|MariaDb|Redis)|HasSignIn|TYPEDSESSIONS-VERSION", text);
        Assert.DoesNotMatch(@"^\n|\n\n\n|[ \t]\n|\{\n\n|\n\n *\}", text);
        Assert.EndsWith("\n", text);
    }

    private static Task<string> ReadAsync(HttpClient visitor) => visitor.GetStringAsync("/", Cancellation);

    private static async Task PostAsync(HttpClient visitor, string path)
    {
        using var response = await visitor.PostAsync(path, null, Cancellation);
        response.EnsureSuccessStatusCode();
    }
}
