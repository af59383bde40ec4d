using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>Every operation of an engine on its only session, with the expected result.</summary>
internal static class EngineOperations
{
    public static TheoryData<string> Names
        =>
        [
            "load", "load for a waiting thread", "create", "update", "update of the owner", "touch", "rotate", "remove", "remove expired",
            "count", "list",
        ];

    /// <summary>Runs an operation.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="operation">The name of the operation.</param>
    /// <param name="key">The key of the session.</param>
    /// <param name="record">The session, whose values are "a=1".</param>
    public static async Task RunAsync(DatabaseSessionEngine engine, string operation, SessionKey key, SessionRecord record)
    {
        var token = TestContext.Current.CancellationToken;
        var unchanged = new SessionChanges { ExpiresAt = record.ExpiresAt };
        switch (operation)
        {
            case "load":
                Assert.Equal("a=1", (await engine.LoadAsync(key, token))!.Values.Show());
                break;
            case "load for a waiting thread":
                Assert.Equal("a=1", engine.Load(key, TimeSpan.FromMinutes(1))!.Values.Show());
                break;
            case "create":
                Assert.True(await engine.CreateAsync(NewKey(), record, token));
                break;
            case "update":
                var values = new SessionChanges { Values = new[] { Set("a", "2") }, ExpiresAt = record.ExpiresAt };
                Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, values, token)).Outcome);
                break;
            case "update of the owner":
                var owner = new SessionChanges { HasOwner = true, Owner = "ann", ExpiresAt = record.ExpiresAt };
                Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, owner, token)).Outcome);
                break;
            case "touch":
                var touch = new SessionChanges { ExpiresAt = record.ExpiresAt + TimeSpan.FromDays(6) };
                Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, touch, token)).Outcome);
                break;
            case "rotate":
                Assert.Equal(CommitOutcome.Applied, (await engine.RotateAsync(key, NewKey(), record, unchanged, token)).Outcome);
                break;
            case "remove":
                Assert.True(await engine.RemoveAsync(key, token));
                break;
            case "remove expired":
                Assert.Equal(0, await engine.RemoveExpiredAsync(10, token));
                break;
            case "count":
                Assert.Equal(1, await engine.CountAsync(token));
                break;
            case "list":
                Assert.Single(await engine.ListAsync(token).ToListAsync(token));
                break;
            default:
                throw new ArgumentException("Unknown.", nameof(operation));
        }
    }
}
