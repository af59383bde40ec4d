// Iterators, async streams and responses that are written piece by piece: what has to be stored is stored before the first of them.
using System.Runtime.CompilerServices;
using System.Text;

namespace Reports;

[SessionModel]
public partial class ReportSession
{
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Downloads { get; set; }

    [SessionProperty] public partial string? Filter { get; set; }
}

public static class ReportEndpoints
{
    public static void MapReports(this WebApplication app)
    {
        app.MapGet("/numbers", (ReportSession session, CancellationToken cancellation) => Numbers(session.Filter, cancellation));

        app.MapGet("/csv", async (HttpContext context, ReportSession session) =>
        {
            session.Downloads++;
            context.Response.ContentType = "text/csv";
            await foreach (var number in Numbers(session.Filter, context.RequestAborted))
            {
                await context.Response.WriteAsync($"{number}\n", context.RequestAborted);
            }
        });

        app.MapGet("/raw", static async context =>
        {
            var filter = context.Session.GetString("other.filter") ?? "";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(filter), context.RequestAborted);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        });

        app.MapGet("/lines", (ReportSession session) => Lines(session).Take(10).ToArray());
    }

    private static async IAsyncEnumerable<int> Numbers(string? filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var number = 0; number < 100; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (filter is null || number.ToString().Contains(filter, StringComparison.Ordinal))
            {
                yield return number;
            }

            await Task.Yield();
        }
    }

    private static IEnumerable<string> Lines(ReportSession session)
    {
        yield return $"Downloads: {session.Downloads}";
        foreach (var key in session.Session.Keys)
        {
            yield return key;
        }
    }
}
