using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/changing-a-model.md")]
public sealed class ChangingAModelTests
{
    // Values that the previous version has stored.
    private const string Before = """
        app.MapPost("/before/{key}/{value}", (HttpContext context, string key, string value)
            => context.Session.Set(key, Convert.FromHexString(value)));
        app.MapGet("/keys", (HttpContext context) => string.Join(' ', context.Session.Keys));
        """;

    [Fact]
    [Paste("FormerKeys = [\"cart\"])]")]
    public async Task A_renamed_key_is_read_and_moves_with_a_change()
    {
        await using var site = await Project.RunAsync(Before);
        using var visitor = site.Open();
        await visitor.PostAsync("/before/cart/" + Convert.ToHexString("[\"atlas\"]"u8));

        Assert.Equal("atlas", await visitor.ReadAsync("/lines"));
        Assert.Equal("cart", await visitor.ReadAsync("/keys"));
        await visitor.PostAsync("/lines/bible");

        Assert.Equal("atlas bible", await visitor.ReadAsync("/lines"));
        Assert.Equal("lines", await visitor.ReadAsync("/keys"));
    }

    [Fact]
    [Paste("app.MapGet(\"/visits\", (ShopSession shop) => $")]
    public async Task A_changed_type_is_upgraded()
    {
        await using var site = await Project.RunAsync(Before);
        using var visitor = site.Open();
        await visitor.PostAsync("/before/visits/00000003");

        Assert.Equal("3 since long ago", await visitor.ReadAsync("/visits"));
        Assert.Equal("visits", await visitor.ReadAsync("/keys"));
        await visitor.PostAsync("/visits");

        Assert.Equal("4 since long ago", await visitor.ReadAsync("/visits"));
        Assert.Equal("visits2", await visitor.ReadAsync("/keys"));
    }

    [Fact]
    [Paste("KeepFormer = true)]")]
    public async Task The_first_release_writes_values_for_the_previous_version()
    {
        await using var site = await Project.RunAsync(
            Before + """
                app.MapGet("/number", (HttpContext context) => context.Session.GetInt32("visits"));
                """);
        using var visitor = site.Open();
        await visitor.PostAsync("/visits");

        Assert.Equal("1", await visitor.ReadAsync("/visits"));
        Assert.Equal("1", await visitor.ReadAsync("/number"));
        Assert.Equal("visits", await visitor.ReadAsync("/keys"));

        await visitor.PostAsync("/before/visits2/" + Convert.ToHexString("{\"Number\":7}"u8));
        await visitor.PostAsync("/visits");

        Assert.Equal("8", await visitor.ReadAsync("/visits"));
        Assert.Equal("1", await visitor.ReadAsync("/number"));
    }

    [Fact]
    [Paste("[SessionModel(RetiredKeys = [\"coupon\"])]")]
    public async Task A_retired_key_is_removed_with_the_next_change()
    {
        await using var site = await Project.RunAsync(Before);
        using var visitor = site.Open();
        await visitor.PostAsync("/before/coupon/AA");
        Assert.Equal("coupon", await visitor.ReadAsync("/keys"));

        await visitor.PostAsync("/name/Ada");

        Assert.Equal("Name", await visitor.ReadAsync("/keys"));
    }
}
