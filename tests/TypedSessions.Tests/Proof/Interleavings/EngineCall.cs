using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>A call of an engine on the session that all calls share.</summary>
/// <param name="Name">The name in the event log.</param>
/// <param name="InvokeAsync">Makes the call and formats its result.</param>
internal sealed record EngineCall(string Name, Func<ISessionEngine, ValueTask<string>> InvokeAsync)
{
    /// <summary>The constant time of the tests.</summary>
    public static readonly ManualClock Clock = new();

    public static readonly SessionKey Key = GetKey(1);

    private static readonly DateTimeOffset Now = Clock.GetUtcNow();

    /// <summary>All keys under which a call can store a record.</summary>
    public static IReadOnlyList<SessionKey> Keys { get; } = [Key, GetKey(2), GetKey(3), GetKey(4)];

    public static SessionRecord Loaded { get; } = new()
    {
        Values = Values(("a", "0"), ("b", "0"), ("list", "[0]")),
        CreatedAt = Now,
        ExpiresAt = Now + TimeSpan.FromDays(1),
        Expiry = SessionExpiry.Idle(TimeSpan.FromDays(1)),
    };

    /// <summary>The record after the first rotation.</summary>
    private static SessionRecord Copy { get; } = new()
    {
        Values = Loaded.Values,
        CreatedAt = Now,
        ExpiresAt = Now + TimeSpan.FromSeconds(60),
        Expiry = SessionExpiry.At(Now + TimeSpan.FromSeconds(60)),
        Version = 2,
        Closure = new SessionClosure { Successors = [Keys[1]], Expiry = Loaded.Expiry },
    };

    private static IReadOnlyList<EngineCall> Changes { get; } =
    [
        Update("set a to 1", Changing(Set("a", "1"))),
        Update("set a to 2, remove b", Changing(Set("a", "2"), Unset("b"))),
        Update("clear", Changing([], clears: true)),
        Update("touch", Changing()),
        Rotate("rotate", 1, Changing()),
        Rotate("rotate, set c", 2, Changing(Set("c", "3"))),
        new(
            "continue, set d",
            async engine => ResultFormatter.Format(await engine.RotateAsync(Key, Keys[3], Copy, Changing(Set("d", "4")), default))),
        new("remove", async engine => $"{await engine.RemoveAsync(Key, default)}"),
    ];

    private static IReadOnlyList<EngineCall> Merges { get; } =
    [
        Update("add 1", Changing(SetList("list", "[0]", "[0,1]"))),
        Update("add 2, set a to 3", Changing(SetList("list", "[0]", "[0,2]"), Set("a", "3"))),
        Update("remove 0", Changing(SetList("list", "[0]", "[]"))),
        Rotate("rotate, add 4", 1, Changing(SetList("list", "[0]", "[0,4]"))),
    ];

    private bool IsRotation => Name.StartsWith("rotate", StringComparison.Ordinal) || Name.StartsWith("continue", StringComparison.Ordinal);

    private static EngineCall Load { get; } = new("load", async engine => ResultFormatter.Format(await engine.LoadAsync(Key, default)));

    /// <summary>Concurrent calls, without two rotations to the same new key, which does not occur with random keys.</summary>
    public static IEnumerable<EngineCall[]> AtOnce(int count) => AtOnce([Load, .. Changes], count);

    /// <summary>Concurrent calls that merge their changes, and calls that end what they merge with.</summary>
    public static IEnumerable<EngineCall[]> MergesAtOnce(int count)
        => AtOnce([Load, .. Merges, .. Changes.Where(call => call.Name is "clear" or "remove")], count);

    private static IEnumerable<EngineCall[]> AtOnce(IReadOnlyList<EngineCall> all, int count)
        => Combinations.Spread(all, count).Where(
            calls => calls.Where(call => call.IsRotation).GroupBy(call => call).All(same => same.Count() == 1));

    /// <summary>Formats the records of an engine.</summary>
    public static string Show(Func<SessionKey, ValueTask<SessionRecord?>> load)
        => string.Join(", ", Keys.Select(key => ResultFormatter.Format(ActorScheduler.Wait(() => load(key)))));

    private static EngineCall Update(string name, SessionChanges changes)
        => new(name, async engine => ResultFormatter.Format(await engine.UpdateAsync(Key, Loaded, changes, default)));

    private static EngineCall Rotate(string name, int to, SessionChanges changes)
        => new(name, async engine => ResultFormatter.Format(await engine.RotateAsync(Key, Keys[to], Loaded, changes, default)));

    private static SessionChanges Changing(params SessionValueChange[] values) => Changing(values, clears: false);

    private static SessionChanges Changing(SessionValueChange[] values, bool clears)
        => new() { Values = values, ClearFirst = clears, ExpiresAt = Now + TimeSpan.FromDays(2), Expiry = Loaded.Expiry };

    private static SessionKey GetKey(byte number) => new([.. Enumerable.Repeat(number, SessionKey.Size)]);
}
