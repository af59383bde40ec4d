using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Sessions;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>A site with an endpoint for each <see cref="Visit"/>, on an engine with faults.</summary>
internal sealed class FaultSite : IAsyncDisposable
{
    // Long enough that no closed copy expires during a slow call.
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private readonly FaultLayer _layer;
    private readonly Work _work;

    private FaultSite(TestSite site, FaultLayer layer, Work work)
    {
        Site = site;
        _layer = layer;
        _work = work;
    }

    public TestSite Site { get; }

    public FaultPoints Points => _layer.Points;

    public static async Task<FaultSite> StartAsync(Func<ManualClock, ValueTask<FaultLayer>> open)
    {
        var work = new Work();
        FaultLayer? layer = null;
        var site = await TestSite.StartAsync(
            Map,
            options: options => options.RotationGrace = Grace,
            services: (services, sessions) =>
            {
                services.AddSingleton(work).AddSignalR();
                if (layer!.Protection is { } protection)
                {
                    sessions.UseCookie();
                    services.AddSingleton(protection);
                }
            },
            outer: app => app.Use(work.WatchAsync),
            engine: async clock => (layer = await open(clock)).Engine);
        layer!.Points.LeaveAsync = work.LeaveAsync;
        return new FaultSite(site, layer, work);
    }

    /// <summary>Resets the record of earlier requests.</summary>
    public void BeginCase()
    {
        _layer.Engine.Keys.Clear();

        // After a failure, the cache is not used for some time.
        Site.Clock.Advance(TimeSpan.FromSeconds(10));
    }

    /// <summary>Sets the visitor that disconnects when a fault requires it.</summary>
    public void Expect(Action leave) => _work.Begin(leave);

    /// <summary>Waits until the server has completed the request.</summary>
    public Task UntilServedAsync() => _work.Ended;

    /// <summary>Releases the blocked calls and waits until none is running.</summary>
    public Task SettleAsync()
    {
        Points.Release();
        return _layer.Engine.SettleAsync();
    }

    /// <summary>Whether a token belongs to a closed copy.</summary>
    public async Task<bool> IsClosedAsync(string? token)
        => _layer.Truth is { } truth && SessionToken.TryParse(token.AsMemory(), out var parsed)
            && await truth.LoadAsync(parsed.Key, TestContext.Current.CancellationToken) is { IsClosed: true };

    /// <summary>
    /// Describes all stored sessions and closed copies of the case; <see langword="null"/> for sessions in cookies.
    /// </summary>
    public async Task<List<string>?> StoredAsync()
    {
        if (_layer.Truth is not { } truth)
        {
            return null;
        }

        var stored = new List<string>();
        foreach (var key in _layer.Engine.Keys.Distinct())
        {
            if (await truth.LoadAsync(key, TestContext.Current.CancellationToken) is { } record)
            {
                var hours = Math.Round((record.ExpiresAt - Site.Clock.GetUtcNow()).TotalHours);
                stored.Add((record.IsClosed ? FaultPlan.Closed : "") + Describe(record.Values, record.Owner, hours));
            }
        }

        stored.Sort(StringComparer.Ordinal);
        return stored;
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await _layer.Engine.DisposeAsync();
        await _layer.DisposeAsync();
    }

    private static string Describe(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> values, string? owner, double hours)
    {
        var shown = values.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={Show(pair)}");
        return $"[{string.Join(' ', shown)}{(owner is null ? "" : $" of {owner}")}, {hours} hours]";
    }

    private static string Show(KeyValuePair<string, ReadOnlyMemory<byte>> pair)
        => pair.Key == FaultValues.CountKey
            ? $"{BinaryPrimitives.ReadInt32BigEndian(pair.Value.Span)}"
            : Encoding.UTF8.GetString(pair.Value.Span);

    private static void Map(WebApplication app)
    {
        app.MapHub<ChangingHub>("/hub");
        app.MapGet("/look", (ISession session) => session is ITypedSession { IsNew: false } it
            ? Describe(
                it.Keys.Select(key => KeyValuePair.Create<string, ReadOnlyMemory<byte>>(key, it.Get(key))),
                it.Owner,
                Math.Round(it.TimeLeft!.Value.TotalHours))
            : "none").WithMetadata(new NoTouchSessionAttribute());
        app.MapGet("/begin", (FaultValues values) => ++values.Count);
        app.MapGet("/begin-with-body", (FaultValues values) =>
        {
            values.Count++;
            return "begun";
        });
        app.MapGet("/read", (FaultValues values) => $"{values.Count}");
        app.MapGet("/change", (ISession session) => Change(session));
        app.MapGet("/raw-change", (HttpContext context) => Change(context.Session));
        app.MapGet("/equal", (FaultValues values) => { values.Count = values.Count == 0 ? 1 : values.Count; });
        app.MapGet("/rotate", (ISession session) =>
        {
            Change(session);
            session.RegenerateId();
        });
        app.MapGet("/rotate-only", (ISession session) => session.RegenerateId());
        app.MapGet("/sign-in", (ISession session) =>
        {
            session.Owner = "ann";
            session.RegenerateId();
            session.SetString("greeting", "hello");
            return Results.Redirect("/look");
        });
        app.MapGet("/redirect", (ISession session) =>
        {
            Change(session);
            return Results.Redirect("/look");
        });
        app.MapGet("/abandon", (ISession session) => session.Abandon());
        app.MapGet("/begin-again", (ISession session) =>
        {
            session.Abandon();
            session.SetString("greeting", "goodbye");
        });
        app.MapGet("/expire", (ISession session, TimeProvider clock) => { session.Expiry = SessionExpiry.At(clock.GetUtcNow()); });
        app.MapGet("/shorten", (ISession session) =>
        {
            Change(session);
            session.Expiry = SessionExpiry.Idle(TimeSpan.FromDays(1));
        });
        MapCommitsExplicitly(app);
    }

    private static void MapCommitsExplicitly(WebApplication app)
    {
        app.MapGet("/commit", async (ISession session) =>
        {
            Change(session);
            await session.CommitAsync();
            session.SetString("more", "yes");
        });
        app.MapGet("/rotate-by-hand-with-body", async (ISession session) =>
        {
            session.RegenerateId();
            await session.CommitAsync();
            session.SetString("more", "yes");
            return "done";
        });
        app.MapGet("/rotate-by-hand", async (ISession session) =>
        {
            session.RegenerateId();
            await session.CommitAsync();
            session.SetString("more", "yes");
        });
        app.MapGet("/commit-cancellable", async (ISession session, HttpContext context) =>
        {
            Change(session);
            await session.CommitAsync(context.RequestAborted);
        });
        app.MapGet("/insist", async (ISession session) =>
        {
            Change(session);
            await CommitOnceOrTwiceAsync(session);
        });
        app.MapGet("/insist-on-rotation", async (ISession session) =>
        {
            Change(session);
            session.RegenerateId();
            await CommitOnceOrTwiceAsync(session);
        });
        app.MapGet("/insist-on-end", async (ISession session) =>
        {
            session.Abandon();
            await CommitOnceOrTwiceAsync(session);
        });
        app.MapGet("/stream", async (ISession session, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "private";
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            if (session.As<FaultValues>().Count > 0)
            {
#pragma warning disable TSES040 // The visitor already has a session, so changes are saved after the response has started.
                Change(session);
#pragma warning restore TSES040
            }
        });
        app.MapGet("/job", async (HttpContext context, ISessionManager sessions) =>
        {
            await using var opened = await sessions.OpenAsync(context.Request.Cookies["__Host-session"] ?? "");
            if (opened is null)
            {
                return Results.NotFound();
            }

            Change(opened.Session);
            return await opened.SaveAsync() ? Results.Ok() : Results.NotFound();
        });
    }

    private static void Change(ISession session)
    {
        var values = session.As<FaultValues>();
        values.Count++;
        values.Lines.Add("line");
        session.SetString("changed", "yes");
    }

    private static async Task CommitOnceOrTwiceAsync(ISession session)
    {
        try
        {
            await session.CommitAsync();
        }
        catch (SessionEngineException)
        {
            // The session is committed again before the response.
        }
    }

    private sealed class ChangingHub(Work work) : Hub
    {
        public async Task<bool> Change()
        {
            work.Follow(Context.ConnectionAborted);
            try
            {
                await using var opened = await Context.GetConnectionSession().OpenAsync();
                if (opened is null)
                {
                    return false;
                }

                FaultSite.Change(opened.Session);
                return await opened.SaveAsync();
            }
            finally
            {
                work.End();
            }
        }
    }
}
