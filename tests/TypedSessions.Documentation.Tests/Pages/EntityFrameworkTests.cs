using System.Text.Json;
using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/entity-framework.md")]
public sealed class EntityFrameworkTests(PostgresServer server)
{
    private const string Model = "public class ShopDb(DbContextOptions<ShopDb> options)";
    private const string Services = "builder.Services.AddDbContext<ShopDb>";

    private const string Prepare = """
        using (var scope = app.Services.CreateScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
            db.Database.EnsureCreated();
            db.Users.Add(new User { Id = "42", Name = "Ada" });
            db.SaveChanges();
        }

        app.MapGet("/visit", (ShopSession shop, ISession session) =>
        {
            shop.UserName = "Ada";
            shop.Lines.Add("tea");
            session.SetInt32("visits", 1);
            session.Owner = "42";
        });
        app.MapGet("/cart", (ShopSession shop, ISession session) => $"{session.Id} {shop.UserName} {shop.Lines.Count}");
        """;

    [Fact]
    [Paste(Model)]
    [Paste(Services)]
    [Paste("app.MapGet(\"/admin/sessions\"")]
    public async Task Sessions_are_listed_and_shown()
    {
        await using var site = await StartAsync();
        var (visitor, id) = await VisitAsync(site);
        using var list = JsonDocument.Parse(await visitor.ReadAsync("/admin/sessions?page=0"));
        var row = Assert.Single(list.RootElement.EnumerateArray());
        Assert.Equal((id, "42"), (row.GetProperty("id").GetString(), row.GetProperty("owner").GetString()));
        Assert.Equal(1, row.GetProperty("count").GetInt32());
        using var one = JsonDocument.Parse(await visitor.ReadAsync($"/admin/sessions/{id}"));
        Assert.Equal(("Ada", 1), (one.RootElement.GetProperty("name").GetString(), one.RootElement.GetProperty("visits").GetInt32()));
    }

    [Fact]
    [Paste(Model)]
    [Paste(Services)]
    [Paste("app.MapGet(\"/admin/ending\"")]
    [Paste("app.MapGet(\"/admin/users\"")]
    [Paste("app.MapPost(\"/admin/users/{id}/sign-out\"")]
    public async Task Sessions_are_filtered_joined_and_ended()
    {
        await using var site = await StartAsync();
        var (visitor, _) = await VisitAsync(site);
        Assert.Equal("[]", await visitor.ReadAsync("/admin/ending"));
        Assert.Equal("""[{"name":"Ada","sessions":1}]""", await visitor.ReadAsync("/admin/users"));
        using var response = await visitor.PostAsync("/admin/users/42/sign-out");
        Assert.Equal("1", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("""[{"name":"Ada","sessions":0}]""", await visitor.ReadAsync("/admin/users"));
        Assert.EndsWith(" 0", await visitor.ReadAsync("/cart"), StringComparison.Ordinal);
    }

    [Fact]
    [Paste(Model)]
    [Paste(Services)]
    [Paste("app.MapPost(\"/admin/sessions/{id}/empty-cart\"")]
    public async Task A_session_is_changed_through_the_manager()
    {
        await using var site = await StartAsync();
        var (visitor, id) = await VisitAsync(site);
        await visitor.PostAsync($"/admin/sessions/{id}/empty-cart");
        Assert.Equal($"{id} Ada 0", await visitor.ReadAsync("/cart"));
    }

    [Fact]
    [Paste("public class AccountsDb(DbContextOptions<AccountsDb> options)")]
    public async Task Sessions_end_with_their_account_and_an_unknown_owner_is_refused()
    {
        await using var site = await StartAsync("""
            builder.Services.AddDbContext<AccountsDb>(options => options.UseNpgsql(builder.Configuration.GetConnectionString("Shop")));
            builder.Services.AddTypedSessions().UseDatabase<AccountsDb>();
            using (var scope = app.Services.CreateScope())
            {
                var db = scope.ServiceProvider.GetRequiredService<AccountsDb>();
                db.Database.EnsureCreated();
                db.Accounts.Add(new Account { Id = "42" });
                db.SaveChanges();
            }

            app.MapGet("/own/{owner}", (ISession session, string owner) => { session.Owner = owner; });
            app.MapPost("/delete", (AccountsDb db) => db.Accounts.Where(account => account.Id == "42").ExecuteDeleteAsync());
            """);
        using var visitor = site.Open();
        using var known = await visitor.GetAsync("/own/42");
        Assert.True(known.IsSuccessStatusCode);
        Assert.Equal(1, await site.Sessions.CountAsync(TestContext.Current.CancellationToken));
        using var unknown = await site.Open().GetAsync("/own/43");
        Assert.False(unknown.IsSuccessStatusCode);
        using var deleted = await visitor.PostAsync("/delete");
        Assert.Equal(0, await site.Sessions.CountAsync(TestContext.Current.CancellationToken));
    }

    // A separate database, because EnsureCreated creates tables only in an empty one.
    private async Task<Site> StartAsync(string probe = Prepare)
    {
        await using var schema = await server.OpenAsync();
        var connection = server.ConnectionString;
        connection.Database = $"shop_{schema.Name}";
        return await Project.RunAsync(
            new SiteSettings { Probe = probe, Arguments = ["--ConnectionStrings:Shop", connection.ConnectionString] });
    }

    private static async Task<(Browser Visitor, string Id)> VisitAsync(Site site)
    {
        var visitor = site.Open();
        using var visit = await visitor.GetAsync("/visit");
        return (visitor, (await visitor.ReadAsync("/cart")).Split(' ')[0]);
    }
}
