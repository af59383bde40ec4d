using Microsoft.EntityFrameworkCore;
using TypedSessions.EntityFrameworkCore.Tests.Testing;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.EntityFrameworkCore.Tests;

/// <content>Writing through a context, which can only remove sessions.</content>
public abstract partial class SessionTableTests
{
    [Fact]
    public async Task A_deleted_session_is_gone()
    {
        await using var shop = await OpenShopAsync();
        var record = NewRecord(owner: "ann");
        var key = await StoreAsync(record);
        var other = await StoreAsync(owner: "bob");
        Assert.NotNull(await Engine.LoadAsync(key, Token));

        Assert.Equal(1, await DeleteAsync(shop, shop.Sessions.Where(session => session.Owner == "ann")));

        var changes = new SessionChanges { Values = new[] { Set("late", "1") }, ExpiresAt = record.ExpiresAt };
        Assert.True((await Engine.UpdateAsync(key, record, changes, Token)).IsGone);
        Assert.True((await Engine.RotateAsync(key, NewKey(), record, changes, Token)).IsGone);
        Assert.Null(await Engine.LoadAsync(key, Token));
        Assert.Equal(other, (await shop.Sessions.SingleAsync(Token)).Key);
    }

    [Fact]
    public async Task A_session_that_was_read_can_be_removed()
    {
        await using var shop = await OpenShopAsync();
        var key = await StoreAsync();

        shop.Sessions.Remove(await shop.Sessions.SingleAsync(Token));
        await shop.SaveChangesAsync(Token);

        Assert.Null(await Engine.LoadAsync(key, Token));
    }

    [Fact]
    public async Task A_removal_succeeds_after_a_concurrent_write_of_the_engine()
    {
        await using var shop = await OpenShopAsync();
        var record = NewRecord();
        var key = await StoreAsync(record);
        var row = await shop.Sessions.SingleAsync(Token);
        await Engine.UpdateAsync(key, record, new SessionChanges { Values = new[] { Set("a", "1") }, ExpiresAt = record.ExpiresAt }, Token);

        shop.Sessions.Remove(row);
        await shop.SaveChangesAsync(Token);

        Assert.Null(await Engine.LoadAsync(key, Token));
    }

    [Fact]
    public async Task The_sessions_of_a_user_are_deleted_with_the_user_by_a_cascading_relationship()
    {
        await Database.CreateTablesAsync<AccountsDb>();
        await using var engine = Database.NewEngine(Clock, new() { TableName = AccountsDb.Table });
        await using var accounts = Database.Open<AccountsDb>();
        accounts.AddRange(new Account { Id = "ann" }, new Account { Id = "bob" });
        await accounts.SaveChangesAsync(Token);
        var ofAnn = await StoreAsync(NewRecord(owner: "ann"), engine);
        var ofBob = await StoreAsync(NewRecord(owner: "bob"), engine);

        await DeleteAsync(accounts, accounts.Accounts.Where(account => account.Id == "ann"));

        Assert.Null(await engine.LoadAsync(ofAnn, Token));
        Assert.NotNull(await engine.LoadAsync(ofBob, Token));

        // Also with the context that has loaded them.
        accounts.ChangeTracker.Clear();
        accounts.Remove(await accounts.Accounts.Include(account => account.Sessions).SingleAsync(Token));
        await accounts.SaveChangesAsync(Token);
        Assert.Null(await engine.LoadAsync(ofBob, Token));
    }

    [Fact]
    public async Task No_session_is_stored_through_the_context()
    {
        await using var shop = await OpenShopAsync();
        shop.Add(new SessionRow { Key = NewKey(), CreatedAt = Now, ExpiresAt = Now + TimeSpan.FromDays(1), Values = SessionValues.Empty });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => shop.SaveChangesAsync(Token));

        Assert.Contains("is defined as read-only", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Engine.CountAsync(Token));
    }

    [Theory]
    [InlineData(nameof(SessionRow.Owner), "eve")]
    [InlineData(nameof(SessionRow.Version), 9L)]
    [InlineData("_expiry", 0L)]
    public async Task No_session_is_changed_through_the_context(string property, object value)
    {
        await using var shop = await OpenShopAsync();
        var key = await StoreAsync(owner: "ann");
        shop.Entry(await shop.Sessions.SingleAsync(Token)).Property(property).CurrentValue = value;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => shop.SaveChangesAsync(Token));

        Assert.Contains($"'SessionRow.{property}' is defined as read-only", error.Message, StringComparison.Ordinal);
        Assert.Equal("ann", (await Engine.LoadAsync(key, Token))!.Owner);
    }
}
