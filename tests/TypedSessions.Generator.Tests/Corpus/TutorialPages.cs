// The four pages that everybody writes first, with raw strings, static handlers and HTML by hand.
namespace Tutorial;

internal static class Pages
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/setsession/", SetSession);
        app.MapGet("/getsession/", GetSession);
        app.MapGet("/delsession/", DeleteSession);
        app.MapGet("/flush/", static (HttpContext context) =>
        {
            context.Session.Abandon();
            return "gone";
        });
        app.MapGet("/age/", static (HttpContext context)
            => context.Session is ITypedSession { TimeLeft: { } left } ? $"{left.TotalSeconds:0} s" : "no session");
    }

    private static IResult SetSession(ISession session)
    {
        session.SetString("name", "Ada");
        session.SetInt32("age", 36);
        session.Set("languages", new List<string> { "en", "fr" });
        return Html("<h1>set</h1>");
    }

    private static IResult GetSession(ISession session)
    {
        var name = session.GetString("name");
        var age = session.GetInt32("age");
        var languages = session.Get<List<string>>("languages");
        return name is null ? Results.Redirect("/setsession/") : Html($"<h1>{name}, {age}, {string.Join(", ", languages ?? [])}</h1>");
    }

    private static IResult DeleteSession(ISession session)
    {
        foreach (var key in session.Keys.ToArray())
        {
            session.Remove(key);
        }

        return session.Contains("name") ? Results.Problem() : Html("<h1>deleted</h1>");
    }

    private static IResult Html(string html) => Results.Content(html, "text/html; charset=utf-8");
}
