using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Dashboard.Access;

namespace TypedSessions.Dashboard.Endpoints;

/// <summary>Ends sessions, with an entry in the audit log for each.</summary>
internal sealed class SessionEnds(
    ISessionManager manager, IOptions<TypedSessionsOptions> options, ILoggerFactory logs, DashboardResponses responses)
{
    public const string One = "end";
    public const string All = "end-all";

    private readonly OperatorAudit _audit = new(logs.CreateLogger(TypedSessionsDiagnostics.AuditLogCategory), options.Value);

    public async Task EndAsync(HttpContext context)
    {
        if (!await responses.IsValidAsync(context))
        {
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var ended = 0;
        string? owner = null;
        if (SessionKey.TryParse(form["key"], out var key)
            && await manager.FindAsync(key, context.RequestAborted) is { } record)
        {
            owner = record.Owner;

            // Not canceled with the request, so that every ended session is recorded.
            ended = await manager.RemoveAsync(key, CancellationToken.None) ? 1 : 0;
        }

        if (ended > 0)
        {
            _audit.Ended(context, key, owner);
        }

        await responses.WriteEndedAsync(context, ended, form["from"] == DashboardPages.User && owner is not null
            ? GetUserPage(owner)
            : $"{DashboardPages.List}?");
    }

    public async Task EndAllAsync(HttpContext context)
    {
        if (!await responses.IsValidAsync(context))
        {
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var owner = form["owner"].ToString();
        var ended = owner.Length == 0 ? 0 : await EndAllAsync(context, owner);
        await responses.WriteEndedAsync(context, ended, owner.Length == 0 ? $"{DashboardPages.List}?" : GetUserPage(owner));
    }

    private static string GetUserPage(string owner) => $"{DashboardPages.User}?id={Uri.EscapeDataString(owner)}&";

    // One by one, so that each has an entry with its key. The last call ends those that get a new key at the same time.
    private async Task<int> EndAllAsync(HttpContext context, string owner)
    {
        var ended = 0;
        foreach (var session in await manager.FindByOwnerAsync(owner, context.RequestAborted).ToListAsync(context.RequestAborted))
        {
            if (await manager.RemoveAsync(owner, session.Key, CancellationToken.None))
            {
                _audit.Ended(context, session.Key, owner);
                ended++;
            }
        }

        var rotated = await manager.RemoveByOwnerAsync(owner, CancellationToken.None);
        if (rotated > 0)
        {
            _audit.EndedRotated(context, owner, rotated);
        }

        return ended + rotated;
    }
}
