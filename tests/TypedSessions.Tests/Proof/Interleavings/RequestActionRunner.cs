using System.Text;
using Microsoft.AspNetCore.Http;
using TypedSessions.Sessions;
using TypedSessions.Tests.Http;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>Performs the actions of a request on its session and on the promised request, and compares their values.</summary>
internal static class RequestActionRunner
{
    public static async Task RunAsync(DefaultHttpContext context, PromisedRequest request, int number, RequestAction[] actions)
    {
        var session = (ITypedSession)context.Session;
        await session.LoadAsync();
        CheckView(session, request);
        for (var step = 0; step < actions.Length; step++)
        {
            await RunAsync(actions[step], context, session, request, number, $"{number}.{step}");
        }

        CheckView(session, request);
    }

    private static async Task RunAsync(
        RequestAction action, DefaultHttpContext context, ITypedSession session, PromisedRequest request, int number, string value)
    {
        var own = $"own{number}";
        switch (action)
        {
            case RequestAction.SetOwn:
                session.Set(own, Encoding.ASCII.GetBytes(value));
                request.Set(own, value);
                break;

            case RequestAction.SetShared:
                session.Set(Scenario.Shared, Encoding.ASCII.GetBytes(value));
                request.Set(Scenario.Shared, value);
                break;

            case RequestAction.RemoveShared:
                session.Remove(Scenario.Shared);
                request.Remove(Scenario.Shared);
                break;

            case RequestAction.AddElement:
                session.As<MergingCart>().Lines.Add(new() { Product = value });
                request.Merge(Scenario.List, list => PromisedChange.Add(list, value));
                break;

            case RequestAction.RemoveElement:
                session.As<MergingCart>().Lines.RemoveAll(line => line.Product == Scenario.FirstElement);
                request.Merge(Scenario.List, list => PromisedChange.Remove(list, Scenario.FirstElement));
                break;

            case RequestAction.RemoveList:
                session.Remove(Scenario.List);
                request.Remove(Scenario.List);
                break;

            case RequestAction.Raise:
                // Another digit for each request, so that the sum shows which additions are missing.
                var amount = number switch { 0 => 1, 1 => 10, _ => 100 };
                session.As<MergingCart>().Visits += amount;
                request.Merge(Scenario.Number, sum => PromisedChange.Raise(sum, amount));
                break;

            case RequestAction.Clear:
                session.Clear();
                request.Clear();
                break;

            case RequestAction.Commit:
                await session.CommitAsync();
                request.WasCommitted();
                CheckView(session, request);
                break;

            case RequestAction.Rotate:
                session.RegenerateId();
                request.Rotate();
                break;

            case RequestAction.SignIn:
                ((Session)session).SignIn(new AuthenticatedUser(own, "scheme"), expiry: null, isRefresh: false);
                request.SignIn(owner: own);
                break;

            case RequestAction.Abandon:
                session.Abandon();
                request.Abandon();
                break;

            case RequestAction.EndSoon:
                session.Expiry = SessionExpiry.Idle(TimeSpan.FromHours(1));
                request.EndAfter(TimeSpan.FromHours(1));
                break;

            case RequestAction.EndNow:
                session.Expiry = SessionExpiry.At(session.CreatedAt ?? DateTimeOffset.UnixEpoch);
                request.EndAfter(TimeSpan.Zero);
                break;

            case RequestAction.Fail:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
        }
    }

    private static void CheckView(ITypedSession session, PromisedRequest request)
    {
        if (request.View is { } expected)
        {
            var values = session.Keys.ToDictionary(key => key, key => ResultFormatter.FormatValue(key, session.Get(key)));
            if (request.HasMerged && session.As<MergingCart>().Lines is var lines && (lines.Count > 0 || values.ContainsKey(Scenario.List)))
            {
                // Includes changes in place, which the session's keys show only at the commit.
                values[Scenario.List] = ResultFormatter.Format(lines);
            }

            ResultFormatter.AssertEqual(expected, ResultFormatter.Format(values));
        }
    }
}
