using TypedSessions.Storage;
using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>Removes and reads sessions.</summary>
internal sealed class Administrator(Round round, Random random)
{
    public async Task RemoveAsync()
    {
        if (round.ChooseToken(random) is { } token)
        {
            await RemoveAsync(token, null, sessions => sessions.RemoveAsync(Inspector.GetKey(token)));
        }
    }

    public async Task RemoveByOwnerAsync()
    {
        var owner = random.Next(2) == 0 ? "ann" : "bob";
        await RemoveAsync(null, owner, async sessions => await sessions.RemoveByOwnerAsync(owner) > 0);
    }

    public async Task FindAsync()
    {
        if (round.ChooseToken(random) is { } token)
        {
            try
            {
                await new Inspector(round).FindAsync(random.Next(round.Deployment.Sites.Count), token);
            }
            catch (Exception exception) when (IsFailure(exception))
            {
                // Nothing was observed.
            }
        }
    }

    private async Task RemoveAsync(string? token, string? owner, Func<ISessionManager, ValueTask<bool>> removeAsync)
    {
        var (site, period) = (random.Next(round.Deployment.Sites.Count), round.History.Begin());
        bool? hasFound = null;
        try
        {
            hasFound = await removeAsync(round.Deployment.Sites[site].Sessions);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            // It is unknown whether the sessions were removed.
        }

        round.History.Add(new Removal(token, owner, round.History.End(period), round.Deployment.GetNode(site), hasFound));
    }

    private static bool IsFailure(Exception exception) => exception is SessionEngineException or IOException;
}
