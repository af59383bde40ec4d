using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>Additional rules for engines without a server.</summary>
public abstract class InProcessEngineConformance : EngineConformance
{
    [Fact]
    public async Task Calls_that_do_not_wait_complete_synchronously()
    {
        var key = NewKey();
        var record = new SessionRecord
        {
            Values = SessionValues.Empty,
            CreatedAt = Clock.GetUtcNow(),
            ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14),
        };
        var create = Engine.CreateAsync(key, record, Token);
        Assert.True(create.IsCompletedSuccessfully);
        Assert.True(await create);
        var changes = new SessionChanges { Values = new[] { Set("a", "1") }, ExpiresAt = record.ExpiresAt };
        var update = Engine.UpdateAsync(key, record, changes, Token);
        Assert.True(update.IsCompletedSuccessfully);
        Assert.Equal(CommitOutcome.Applied, (await update).Outcome);
        var load = Engine.LoadAsync(key, Token);
        Assert.True(load.IsCompletedSuccessfully);
        Assert.NotNull(await load);
    }
}
