using System.Text;
using Microsoft.AspNetCore.Http;
using TypedSessions.Sessions;
using TypedSessions.Tests.Http;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>Performs the acts of a request on its session and on the promised request, and compares their values.</summary>
internal static class ActRunner
{
    public static async Task PlayAsync(DefaultHttpContext context, PromisedRequest request, int number, Act[] acts)
    {
        var session = (ITypedSession)context.Session;
        await session.LoadAsync();
        CheckView(session, request);
        for (var step = 0; step < acts.Length; step++)
        {
            await PlayAsync(acts[step], context, session, request, number, $"{number}.{step}");
        }

        CheckView(session, request);
    }

    private static async Task PlayAsync(
        Act act, DefaultHttpContext context, ITypedSession session, PromisedRequest request, int number, string value)
    {
        var own = $"own{number}";
        switch (act)
        {
            case Act.SetOwn:
                session.Set(own, Encoding.ASCII.GetBytes(value));
                request.Set(own, value);
                break;

            case Act.SetShared:
                session.Set(Scene.Shared, Encoding.ASCII.GetBytes(value));
                request.Set(Scene.Shared, value);
                break;

            case Act.RemoveShared:
                session.Remove(Scene.Shared);
                request.Remove(Scene.Shared);
                break;

            case Act.AddElement:
                session.As<MergingCart>().Lines.Add(new() { Product = value });
                request.Merge(Scene.List, list => PromisedChange.Add(list, value));
                break;

            case Act.RemoveElement:
                session.As<MergingCart>().Lines.RemoveAll(line => line.Product == Scene.FirstElement);
                request.Merge(Scene.List, list => PromisedChange.Remove(list, Scene.FirstElement));
                break;

            case Act.RemoveList:
                session.Remove(Scene.List);
                request.Remove(Scene.List);
                break;

            case Act.Raise:
                // Another digit for each request, so that the sum shows which additions are missing.
                var amount = number switch { 0 => 1, 1 => 10, _ => 100 };
                session.As<MergingCart>().Visits += amount;
                request.Merge(Scene.Number, sum => PromisedChange.Raise(sum, amount));
                break;

            case Act.Clear:
                session.Clear();
                request.Clear();
                break;

            case Act.Commit:
                await session.CommitAsync();
                request.WasCommitted();
                CheckView(session, request);
                break;

            case Act.Rotate:
                session.RegenerateId();
                request.Rotate();
                break;

            case Act.SignIn:
                ((Session)session).SignIn(new AuthenticatedUser(own, "scheme"), expiry: null, isRefresh: false);
                request.SignIn(owner: own);
                break;

            case Act.Abandon:
                session.Abandon();
                request.Abandon();
                break;

            case Act.EndSoon:
                session.Expiry = SessionExpiry.Idle(TimeSpan.FromHours(1));
                request.EndAfter(TimeSpan.FromHours(1));
                break;

            case Act.EndNow:
                session.Expiry = SessionExpiry.At(session.CreatedAt ?? DateTimeOffset.UnixEpoch);
                request.EndAfter(TimeSpan.Zero);
                break;

            case Act.Fail:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
        }
    }

    private static void CheckView(ITypedSession session, PromisedRequest request)
    {
        if (request.View is { } expected)
        {
            var values = session.Keys.ToDictionary(key => key, key => Shown.Read(key, session.Get(key)));
            if (request.HasMerged && session.As<MergingCart>().Lines is var lines && (lines.Count > 0 || values.ContainsKey(Scene.List)))
            {
                // Includes changes in place, which the session's keys show only at the commit.
                values[Scene.List] = Shown.Format(lines);
            }

            Shown.AssertEqual(expected, Shown.Format(values));
        }
    }
}
