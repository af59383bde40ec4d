using Microsoft.EntityFrameworkCore;
using TypedSessions.EntityFrameworkCore.Tests.Testing;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.EntityFrameworkCore.Tests;

/// <content>Queries on the table.</content>
public abstract partial class SessionTableTests
{
    [Fact]
    public async Task Every_column_that_the_engine_stores_is_read()
    {
        var record = new SessionRecord
        {
            Values = Values(("a", "1"), ("b", "2")),
            CreatedAt = Now - TimeSpan.FromDays(3),
            ExpiresAt = Now + TimeSpan.FromMilliseconds(600_001),
            Expiry = SessionExpiry.Idle(TimeSpan.FromMinutes(20)),
            AbsoluteExpiration = Now + TimeSpan.FromDays(90),
            Version = 7_000_000_000,
            Owner = "ünï",
            Account = new SessionAccount
            {
                SignedInAt = Now - TimeSpan.FromDays(1),
                LastSeenAt = Now,
                Device = new SessionDevice { UserAgent = "Firefox", SignInAddress = "203.0.113.0/24", Label = "Phone" },
            },
        };
        await using var shop = await OpenShopAsync();
        var key = await StoreAsync(record);

        var row = await shop.Sessions.SingleAsync(Token);

        Assert.Equal(key, row.Key);
        Assert.Equal(record.CreatedAt, row.CreatedAt);
        Assert.Equal(record.ExpiresAt, row.ExpiresAt);
        Assert.Equal(TimeSpan.Zero, row.ExpiresAt.Offset);
        Assert.Equal(record.Expiry, row.Expiry);
        Assert.Equal(record.AbsoluteExpiration, row.AbsoluteExpiration);
        Assert.Equal(record.Version, row.Version);
        Assert.Equal(record.Owner, row.Owner);
        Assert.Equal((record.SignedInAt, record.LastSeenAt, record.Device), (row.SignedInAt, row.LastSeenAt, row.Device));
        Assert.Equal("a=1 b=2", row.Values.Show());
    }

    [Fact]
    public async Task Missing_properties_of_a_session_are_null()
    {
        await using var shop = await OpenShopAsync();
        var expiry = Now + TimeSpan.FromDays(1);
        await StoreAsync(
            new SessionRecord { Values = SessionValues.Empty, CreatedAt = Now, ExpiresAt = expiry, Expiry = SessionExpiry.At(expiry) });

        var row = await shop.Sessions.SingleAsync(Token);

        Assert.Null(row.Owner);
        Assert.Null(row.AbsoluteExpiration);
        Assert.Equal(SessionExpiry.At(expiry), row.Expiry);
        Assert.Equal(0, row.Values.Count);
    }

    [Fact]
    public async Task A_session_is_found_by_its_public_handle()
    {
        await using var shop = await OpenShopAsync();
        await StoreAsync(owner: "ann");
        var handle = (await StoreAsync(owner: "bob")).ToString();

        Assert.True(SessionKey.TryParse(handle, out var key));
        Assert.Equal("bob", (await shop.Sessions.SingleAsync(session => session.Key == key, Token)).Owner);
        Assert.Equal("bob", (await shop.Sessions.FindAsync([key], Token))!.Owner);
        Assert.Null(await shop.Sessions.FindAsync([NewKey()], Token));
    }

    [Fact]
    public async Task The_database_finds_what_expires_within_an_hour()
    {
        await using var shop = await OpenShopAsync();
        await StoreAsync(TimeSpan.FromMinutes(-1), "expired");
        await StoreAsync(TimeSpan.FromMinutes(59), "soon");
        await StoreAsync(TimeSpan.FromMinutes(61), "later");

        // In another time zone, because a caller's value may have any offset.
        var now = Now.ToOffset(TimeSpan.FromHours(5));
        var soon = shop.Sessions.Where(session => session.ExpiresAt > now && session.ExpiresAt <= now.AddHours(1));

        Assert.Equal(["soon"], await soon.Select(session => session.Owner).ToListAsync(Token));
        Assert.Matches("""WHERE .*expires["`]? > @.* AND .*expires["`]? <= @""", soon.ToQueryString());
    }

    [Fact]
    public async Task An_expiry_is_compared_to_the_millisecond()
    {
        await using var shop = await OpenShopAsync();
        await StoreAsync(TimeSpan.FromMilliseconds(1));
        var before = Now;
        var at = Now + TimeSpan.FromMilliseconds(1);

        Assert.Equal(1, await shop.Sessions.CountAsync(session => session.ExpiresAt > before, Token));
        Assert.Equal(0, await shop.Sessions.CountAsync(session => session.ExpiresAt > at, Token));
        Assert.Equal(at, await shop.Sessions.MaxAsync(session => session.ExpiresAt, Token));
    }

    [Fact]
    public async Task The_sessions_of_a_user_are_read_page_by_page()
    {
        await using var shop = await OpenShopAsync();
        for (var day = 1; day <= 5; day++)
        {
            await StoreAsync(TimeSpan.FromDays(day), "ann");
            await StoreAsync(TimeSpan.FromDays(day), "bob");
        }

        var ofAnn = shop.Sessions.Where(session => session.Owner == "ann").OrderByDescending(session => session.ExpiresAt)
            .ThenBy(session => session.Key);

        Assert.Equal([5, 4], await PageAsync(0));
        Assert.Equal([3, 2], await PageAsync(1));
        Assert.Equal([1], await PageAsync(2));

        async Task<IEnumerable<int>> PageAsync(int page)
            => (await ofAnn.Skip(page * 2).Take(2).ToListAsync(Token)).Select(session => (session.ExpiresAt - Now).Days);
    }

    [Fact]
    public async Task Sessions_are_joined_to_the_users_of_the_application()
    {
        await using var shop = await OpenShopAsync();
        shop.Users.AddRange(new User { Id = "1", Name = "Ann" }, new User { Id = "2", Name = "Bob" });
        await shop.SaveChangesAsync(Token);
        await StoreAsync(owner: "1");
        await StoreAsync(owner: "1");
        await StoreAsync();

        var counts = await shop.Users
            .GroupJoin(
                shop.Sessions, user => user.Id, session => session.Owner, (user, sessions) => new { user.Name, Count = sessions.Count() })
            .OrderBy(user => user.Name)
            .ToListAsync(Token);
        var names = await (from session in shop.Sessions
                           join user in shop.Users on session.Owner equals user.Id into owners
                           from owner in owners.DefaultIfEmpty()
                           orderby owner!.Name
                           select owner!.Name ?? "nobody").ToListAsync(Token);

        Assert.Equal(["Ann 2", "Bob 0"], counts.Select(user => $"{user.Name} {user.Count}"));
        Assert.Equal(["Ann", "Ann", "nobody"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_relationship_leads_from_users_to_their_sessions()
    {
        await Database.CreateTablesAsync<AccountsDb>();
        await using var engine = Database.NewEngine(Clock, new() { TableName = AccountsDb.Table });
        await using var accounts = Database.Open<AccountsDb>();
        accounts.Add(new Account { Id = "ann" });
        await accounts.SaveChangesAsync(Token);
        await StoreAsync(NewRecord(owner: "ann"), engine);
        await StoreAsync(NewRecord(), engine);
        accounts.ChangeTracker.Clear();

        var ann = await accounts.Accounts.Include(account => account.Sessions).SingleAsync(Token);

        Assert.Single(ann.Sessions);
    }
}
