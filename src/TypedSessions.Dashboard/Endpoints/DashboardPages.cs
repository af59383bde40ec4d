using TypedSessions.Dashboard.Pages;
using TypedSessions.Dashboard.Views;

namespace TypedSessions.Dashboard.Endpoints;

/// <summary>The pages that show sessions.</summary>
internal sealed class DashboardPages(OverviewReader overview, SessionReader sessions, DashboardResponses responses)
{
    public const string List = "list";
    public const string User = "user";
    public const string Session = "session";

    public async Task ShowOverviewAsync(HttpContext context)
    {
        // Relative links need the slash at the end.
        var path = context.Request.Path.Value ?? "";
        if (!path.EndsWith('/'))
        {
            var folder = path.Length > 0 ? path : context.Request.PathBase.Value ?? "";
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = $"./{Uri.EscapeDataString(folder.Split('/')[^1])}/";
            return;
        }

        var view = await overview.ReadAsync(context.RequestAborted);
        await responses.WriteAsync<OverviewPage, OverviewView>(context, "Overview", view, DashboardJson.Default.OverviewView);
    }

    public async Task ShowListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var view = await sessions.ListAsync(query["order"], query["key"], query["after"], context.RequestAborted);
        await responses.WriteAsync<ListPage, SessionListView>(
            context, "Sessions", view, DashboardJson.Default.SessionListView, hasForms: true);
    }

    public async Task ShowUserAsync(HttpContext context)
    {
        var owner = context.Request.Query["id"].ToString().Trim();
        if (owner.Length == 0)
        {
            await responses.WriteMessageAsync(
                context, StatusCodes.Status404NotFound, "No user", "Enter the id of a user on the page of sessions.");
            return;
        }

        var view = await sessions.FindByOwnerAsync(owner, context.RequestAborted);
        await responses.WriteAsync<UserPage, UserView>(context, "User", view, DashboardJson.Default.UserView, hasForms: true);
    }

    public async Task ShowSessionAsync(HttpContext context)
    {
        var view = await sessions.FindAsync(context.Request.Query["key"], context.RequestAborted);
        await (view is null
            ? responses.WriteMessageAsync(
                context,
                StatusCodes.Status404NotFound,
                "No such session",
                "The session has ended or expired, has got a new key, or never existed.")
            : responses.WriteAsync<DetailsPage, SessionDetails>(
                context, "Session", view, DashboardJson.Default.SessionDetails, hasForms: true));
    }
}
