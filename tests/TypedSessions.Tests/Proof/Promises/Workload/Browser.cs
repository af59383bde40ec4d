using System.Buffers.Text;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Proof.Promises.Recording;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>Sends requests with current, older and forged cookies.</summary>
internal sealed class Browser(Round round, Random random)
{
    private Deployment Deployment => round.Deployment;

    private History History => round.History;

    public async Task SendAsync()
    {
        var (browser, site) = (round.ChooseBrowser(random), random.Next(Deployment.Sites.Count));
        var path = random.Next(6) switch
        {
            < 2 => Site.Preloaded,
            2 => Site.NoTouch,
            _ => Site.Plain,
        };
        var interaction = new Interaction(
            round.NextNumber(), InteractionKind.Request, Deployment.GetNode(site), ChooseTokens(round.GetCookie(browser)))
        {
            Period = History.Begin(),
            IsActivity = path != Site.NoTouch,
            ReportsGone = Deployment.Sites[site].ReportsGone,
        };
        History.Add(interaction);
        round.SetCurrent(interaction);
        var ending = (Ending)Math.Max(0, random.Next(14) - 10);
        var response = await Deployment.Sites[site].SendAsync(
            path, interaction.Tokens, context => HandleAsync(context, interaction, ending));
        round.SetCurrent(null);
        interaction.Complete(History);
        ReadResponse(interaction, response, ending);
        if (interaction.Received is { } token)
        {
            round.AddToken(token);
            round.SetCookie(browser, token);
        }
        else if (interaction.DeletesCookie)
        {
            round.SetCookie(browser, null);
        }
    }

    private string[] ChooseTokens(string? cookie)
    {
        var canSendSeveral = cookie is not null && Deployment.Expectations.KeepsRecords;
        return random.Next(100) switch
        {
            < 4 => [],
            < 14 when round.ChooseToken(random) is { } other => [other],
            < 18 when canSendSeveral && round.ChooseToken(random) is { } other && other != cookie => [other, cookie!],
            < 19 => [CreateUnknownToken()],
            < 20 => [Interaction.MalformedToken],
            < 21 when canSendSeveral => [Interaction.MalformedToken, CreateUnknownToken(), cookie!],
            _ => cookie is null ? [] : [cookie],
        };
    }

    private string CreateUnknownToken()
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    private async Task HandleAsync(HttpContext context, Interaction interaction, Ending ending)
    {
        await round.PauseAsync();
        var preloads = context.Request.Path == Site.Preloaded;
        if (preloads || random.Next(20) != 0)
        {
            var session = (ITypedSession)context.Session;
            var script = new SessionScript(round, interaction, random, session)
            {
                CanRotate = interaction.Tokens.Count < 2,
                CanSetOwner = interaction.Tokens.Count < 2,
                CanCommit = true,
                StartResponseAsync = Deployment.Expectations.KeepsRecords ? () => context.Response.StartAsync() : null,
            };

            // Already loaded if the endpoint announces it or if every request renews its session.
            var loading = preloads || Deployment.Expectations.HasOtherOptions ? interaction.Period : History.Begin();
            if (random.Next(4) != 0)
            {
                await session.LoadAsync();
            }

            script.Begin(loading);
            await script.RunAsync();
        }

        interaction.Saving = History.Begin();
        await EndAsync(context, ending);
    }

    private static async Task EndAsync(HttpContext context, Ending ending)
    {
        if (ending is Ending.Exception)
        {
            throw new ApplicationFailure();
        }

        if (context.Response.HasStarted)
        {
            return;
        }

        context.Response.StatusCode = ending is Ending.Error ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        if (ending is Ending.Body)
        {
            await context.Response.StartAsync();
        }
    }

    private void ReadResponse(Interaction interaction, DirectResponse response, Ending ending)
    {
        var cookie = response.Cookies.SingleOrDefault(static cookie => cookie.Name == Site.CookieName);
        interaction.DeletesCookie = cookie?.Expires == DateTimeOffset.UnixEpoch;
        interaction.Received = interaction.DeletesCookie ? null : cookie?.Value.ToString();
        interaction.MaxAge = cookie?.MaxAge;
        interaction.IsPrivate = response.Headers.Vary == "Cookie" && response.Headers.CacheControl == "private";
        interaction.Answer = response.Failure is { } failure and not ApplicationFailure
            ? $"{response.StatusCode} {failure.GetType().Name}: {failure.Message}"
            : $"{response.StatusCode}";
        interaction.Outcome = (response.StatusCode, response.Failure) switch
        {
            (StatusCodes.Status503ServiceUnavailable, _) => Outcome.Failed,
            (_, ApplicationFailure) => Outcome.Discarded,
            (_, SessionEngineException) when response.HasStarted => Outcome.Failed,
            (_, not null) => Outcome.Unexpected,
            (StatusCodes.Status500InternalServerError, _) when ending is Ending.Error
                => Deployment.Expectations.HasOtherOptions ? Outcome.Saved : Outcome.Discarded,
            (StatusCodes.Status400BadRequest, _) => Outcome.Gone,
            (StatusCodes.Status200OK, _) => Outcome.Saved,
            _ => Outcome.Unexpected,
        };
    }

    /// <summary>The result of an endpoint's code.</summary>
    private enum Ending
    {
        Status,
        Body,
        Error,
        Exception,
    }

    private sealed class ApplicationFailure() : Exception("The endpoint fails.");
}
