using System.Buffers.Text;
using System.Text;

namespace TypedSessions.EndToEnd.Tests;

public sealed class DatabaseTests
{
    [Fact]
    public async Task Neither_the_database_nor_the_log_contains_a_token()
    {
        await using var site = new TutorialSite();
        await site.StartAsync();
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/setsession/");
        var tokens = new List<string> { visitor.Token! };
        await visitor.SignInAsync("Ada");
        tokens.Add(visitor.Token!);

        var database = site.ReadDatabase();

        Assert.True(Holds(database, Convert.FromHexString((await visitor.GetAsync("/inspect/")).Key)));
        Assert.True(Holds(database, Encoding.UTF8.GetBytes("Sherlock Holmes")));
        Assert.All(tokens, token =>
        {
            Assert.False(Holds(database, Encoding.UTF8.GetBytes(token)));
            Assert.False(Holds(database, Base64Url.DecodeFromChars(token)));
            Assert.DoesNotContain(token, site.Output);
        });
    }

    [Fact]
    public async Task Sessions_and_logouts_survive_a_kill_of_the_site()
    {
        await using var site = new TutorialSite();
        await site.StartAsync();
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/set/");
        await visitor.SignInAsync("Ada");
        var before = await visitor.GetAsync("/inspect/");
        using var leaver = new Visitor(site);
        await leaver.SignInAsync("Bob");
        var token = leaver.Token!;
        await leaver.GetAsync("/myapp/logout/");

        await site.KillAsync();
        await site.StartAsync();

        using var back = visitor.ComesBackTo(site);
        var after = await back.GetAsync("/inspect/");
        Assert.Equal(before.Key, after.Key);
        Assert.Equal(["lname = Codedec", "name = Bipasha", "username = Ada"], after.StoredValues);
        Assert.Equal("Welcome back, Ada. You are logged in.", (await back.GetAsync("/myapp/connection/")).Says);
        using var thief = Visitor.WithToken(site, token);
        Assert.Contains("<form", (await thief.GetAsync("/myapp/connection/")).Html);
    }

    private static bool Holds(byte[] database, byte[] bytes) => database.AsSpan().IndexOf(bytes) >= 0;
}
