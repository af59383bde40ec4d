using TypedSessions.Storage;
using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>Opens and saves sessions outside requests.</summary>
internal sealed class Jobs(Round round, Random random)
{
    private History History => round.History;

    public async Task RunAsync()
    {
        var (site, token) = (random.Next(round.Deployment.Sites.Count), random.Next(5) == 0 ? null : round.ChooseToken(random));
        var interaction = new Interaction(
            round.NextNumber(), InteractionKind.Job, round.Deployment.GetNode(site), token is null ? [] : [token])
        {
            Period = History.Begin(),
            IsActivity = token is null || random.Next(2) == 0,
        };
        History.Add(interaction);
        try
        {
            await RunAsync(round.Deployment.Sites[site].Sessions, interaction, token, isByKey: random.Next(2) == 0);
        }
        catch (SessionEngineException exception)
        {
            (interaction.Outcome, interaction.Answer) = (Outcome.Failed, exception.Message);
        }

        interaction.Complete(History);
    }

    private async Task RunAsync(ISessionManager sessions, Interaction interaction, string? token, bool isByKey)
    {
        var loading = History.Begin();
        await using var opened = token is null ? sessions.Create()
            : isByKey ? await sessions.OpenAsync(Inspector.GetKey(token), interaction.IsActivity)
            : await sessions.OpenAsync(token, interaction.IsActivity);
        if (opened is null)
        {
            interaction.Loading = History.End(loading);
            interaction.Steps.Add(new Step(new Operation.Look(), interaction.Loading, View.Nothing));
            return;
        }

        var script = new SessionScript(round, interaction, random, opened.Session) { CanRotate = token is null || !isByKey };
        script.Begin(loading);
        await script.RunAsync();
        interaction.Saving = History.Begin();
        if (random.Next(10) == 0)
        {
            interaction.Outcome = Outcome.Discarded;
            return;
        }

        interaction.Outcome = await opened.SaveAsync() ? Outcome.Saved : Outcome.Gone;
        interaction.Received = opened.Token;
        if (opened.Token is { } sent)
        {
            // A browser receives the token, like a link in a mail.
            round.AddToken(sent);
            round.SetCookie(round.ChooseBrowser(random), sent);
        }
    }
}
