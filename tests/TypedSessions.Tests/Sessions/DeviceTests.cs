using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Sessions;

/// <summary>Listing, labelling and ending the sessions of a user's devices. On each engine.</summary>
public sealed class DeviceTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    private readonly AnyEngine _engine = new(postgres, mariaDb, redis);
    private readonly ManualClock _clock = new();

    public static TheoryData<string> Engines => AnyEngine.NamesOfInventories;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Sessions_are_listed_with_their_devices_whatever_their_values_are(string name)
    {
        await using var node = await StartAsync(name);
        var now = _clock.GetUtcNow();
        var account = new SessionAccount { SignedInAt = now, LastSeenAt = now, Device = new() { Label = "Phone" } };
        await StoreAsync(node, "ann", account, UnreadableValues());

        var listed = await node.Manager.FindByOwnerAsync("ann", Cancel).SingleAsync(Cancel);

        Assert.Equal(account, listed.Record.Account);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_session_is_ended_by_its_key_only_for_its_owner(string name)
    {
        await using var node = await StartAsync(name);
        var key = await StoreAsync(node, "ann");

        Assert.False(await node.Manager.RemoveAsync("bob", key, Cancel));
        Assert.False(await node.Manager.RemoveAsync("ann", NewKey(), Cancel));
        Assert.NotNull(await node.Engine.LoadAsync(key, Cancel));
        Assert.True(await node.Manager.RemoveAsync("ann", key, Cancel));
        Assert.Null(await node.Engine.LoadAsync(key, Cancel));
        Assert.False(await node.Manager.RemoveAsync("ann", key, Cancel));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_key_of_a_session_before_its_rotation_ends_it_and_not_the_session_of_another_user(string name)
    {
        await using var node = await StartAsync(name);
        var (key, other) = (await StoreAsync(node, "ann"), await StoreAsync(node, "ann"));
        var newKey = await RotateAsync(node, key);
        var taken = await RotateAsync(node, other, owner: "bob");

        Assert.False(await node.Manager.RemoveAsync("bob", key, Cancel));
        Assert.True(await node.Manager.RemoveAsync("ann", key, Cancel));
        Assert.Null(await node.Engine.LoadAsync(newKey, Cancel));
        Assert.False(await node.Manager.RemoveAsync("ann", other, Cancel));
        Assert.NotNull(await node.Engine.LoadAsync(taken, Cancel));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task All_other_sessions_are_ended_except_the_given_one_and_its_rotations(string name)
    {
        await using var node = await StartAsync(name);
        var (mine, bobs) = (await StoreAsync(node, "ann"), await StoreAsync(node, "bob"));
        await StoreAsync(node, "ann");
        await RotateAsync(node, await StoreAsync(node, "ann"));
        var current = await RotateAsync(node, await RotateAsync(node, mine));

        Assert.Equal(2, await node.Manager.RemoveOthersAsync("ann", mine, Cancel));

        Assert.Equal([current], await ListAsync(node, "ann"));
        Assert.Equal([bobs], await ListAsync(node, "bob"));
        Assert.Equal(0, await node.Manager.RemoveOthersAsync("ann", current, Cancel));
        Assert.Equal(1, await node.Manager.RemoveOthersAsync("ann", NewKey(), Cancel));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_label_is_set_by_the_owner_alone_and_follows_a_rotation(string name)
    {
        await using var node = await StartAsync(name);
        var key = await StoreAsync(node, "ann");
        Assert.False(await node.Manager.SetLabelAsync("bob", key, "Mine", Cancel));
        Assert.True(await node.Manager.SetLabelAsync("ann", key, " Phone ", Cancel));
        var newKey = await RotateAsync(node, key);
        Assert.Equal("Phone", (await node.Engine.LoadAsync(newKey, Cancel))!.Device!.Label);

        Assert.True(await node.Manager.SetLabelAsync("ann", key, "", Cancel));
        Assert.Null((await node.Engine.LoadAsync(newKey, Cancel))!.Device!.Label);
        Assert.False(await node.Manager.SetLabelAsync("ann", NewKey(), "Phone", Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await node.Manager.SetLabelAsync("ann", key, new string('x', SessionDevice.MaxLabelLength + 1), Cancel));
    }

    private async Task<Node> StartAsync(string name)
    {
        var engine = await _engine.OpenAsync(name, _clock);
        return new Node(engine, await LoginSite.StartAsync(LoginSite.Cookie, sessions: it => it.UseEngine(_ => engine)));
    }

    private async Task<SessionKey> StoreAsync(Node node, string owner, SessionAccount? account = null, SessionValues? values = null)
    {
        var record = new SessionRecord
        {
            Values = values ?? SessionValues.Empty,
            CreatedAt = _clock.GetUtcNow(),
            ExpiresAt = _clock.GetUtcNow() + TimeSpan.FromDays(1),
            Owner = owner,
            Account = account,
        };
        var key = NewKey();
        Assert.True(await node.Engine.CreateAsync(key, record, Cancel));
        return key;
    }

    private static async Task<SessionKey> RotateAsync(Node node, SessionKey key, string? owner = null)
    {
        var record = (await node.Engine.LoadAsync(key, Cancel))!;
        var newKey = NewKey();
        while (node.Engine is ISessionKeyPlacement placement && !placement.CanRotate(key, newKey))
        {
            newKey = NewKey();
        }

        var changes = new SessionChanges { ExpiresAt = record.ExpiresAt, HasOwner = owner is not null, Owner = owner };
        Assert.True((await node.Engine.RotateAsync(key, newKey, record, changes, Cancel)).IsStored);
        return newKey;
    }

    private static async Task<List<SessionKey>> ListAsync(Node node, string owner)
        => await node.Manager.FindByOwnerAsync(owner, Cancel).Select(static session => session.Key).ToListAsync(Cancel);

    private sealed class Node(ISessionEngine engine, TestSite site) : IAsyncDisposable
    {
        public ISessionEngine Engine => engine;

        public ISessionManager Manager { get; } = site.Services.GetRequiredService<ISessionManager>();

        public ValueTask DisposeAsync() => site.DisposeAsync();
    }
}
