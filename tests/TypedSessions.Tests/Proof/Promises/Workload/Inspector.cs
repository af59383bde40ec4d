using TypedSessions.Storage;
using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>Reads stored sessions like an administrator.</summary>
internal sealed class Inspector(Round round)
{
    private History History => round.History;

    public static SessionKey GetKey(string token)
        => SessionKey.TryParse(History.GetId(token), out var key) ? key : throw new FormatException("The id is not a key.");

    /// <summary>
    /// Reads every session on each engine after the clients have ended, and again after all sessions must have expired.
    /// </summary>
    public async Task RunAsync(IReadOnlyList<string> tokens)
    {
        await LookAsync(tokens);
        if (round.Deployment.Expectations.CanList)
        {
            var listed = new List<View>();
            await foreach (var (key, record) in round.Deployment.Sites[0].Sessions.ListAsync())
            {
                listed.Add(Notebook.Look(record, key.ToString()));
            }

            History.Listed = listed;
        }

        round.Deployment.Clock.Advance(Expectations.AbsoluteLifetime);
        await LookAsync([.. tokens.TakeLast(3)]);
        await round.Deployment.ClearAsync();
        History.Leftovers = round.Deployment.Expectations.CanList ? await round.Deployment.Sites[0].Sessions.CountAsync() : 0;
    }

    public async Task FindAsync(int site, string token)
    {
        var begun = History.Begin();
        var record = await round.Deployment.Sites[site].Sessions.FindAsync(GetKey(token));
        Add(site, token, begun, record is null ? View.Nothing : Notebook.Look(record, History.GetId(token)));
    }

    private async Task LookAsync(IReadOnlyList<string> tokens)
    {
        foreach (var token in tokens)
        {
            for (var site = 0; site < round.Deployment.Sites.Count; site++)
            {
                await (round.Deployment.Expectations.KeepsRecords ? FindAsync(site, token) : RequestAsync(site, token));
            }
        }
    }

    private async Task RequestAsync(int site, string token)
    {
        var begun = History.Begin();
        var view = View.Nothing;
        await round.Deployment.Sites[site].SendAsync(Site.NoTouch, [token], context =>
        {
            view = Notebook.Look((ITypedSession)context.Session);
            return Task.CompletedTask;
        });
        Add(site, token, begun, view);
    }

    private void Add(int site, string token, Period begun, View view)
    {
        var period = History.End(begun);
        var interaction = new Interaction(round.NextNumber(), InteractionKind.Find, round.Deployment.GetNode(site), [token])
        {
            IsActivity = false,
            Period = period,
            Loading = period,
            Saving = period,
        };
        interaction.Steps.Add(new Step(new Operation.Look(), period, view));
        History.Add(interaction);
    }
}
