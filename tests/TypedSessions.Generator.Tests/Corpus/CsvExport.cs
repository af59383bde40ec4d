// CSV export: counters after the body has begun.
using System.Text;

namespace Export;

[SessionModel]
public partial class ExportSession
{
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Exports { get; set; }
    [SessionProperty] public partial string? LastFile { get; set; }
}

public class ExportController(ExportSession session) : ControllerBase
{
    [HttpGet("export/{name}.csv")]
    public async Task Get(string name, CancellationToken ct)
    {
        Response.ContentType = "text/csv";
        var bytes = Encoding.UTF8.GetBytes("id;name\n");
        await Response.Body.WriteAsync(bytes, ct);
        foreach (var row in Enumerable.Range(0, 10))
        {
            await Response.WriteAsync($"{row};{name}\n", ct);
        }

        {|TSES040:session.LastFile = name|};
    }

    [HttpGet("export-ok/{name}.csv")]
    public async Task GetRight(string name, CancellationToken ct)
    {
        session.LastFile = name;
        session.Exports++;
        if (name.Length > 100)
        {
            Response.StatusCode = 400;
            await Response.WriteAsync("name too long", ct);
            return;
        }

        await Response.WriteAsync("id;name\n", ct);
        var count = session.Exports;
        await Response.WriteAsync($"{count};{name}\n", ct);
    }

    [HttpGet("sse")]
    public async Task Events(CancellationToken ct)
    {
        Response.Headers.ContentType = "text/event-stream";
        session.Exports = 0;
        while (!ct.IsCancellationRequested)
        {
            await Response.WriteAsync($"data: {session.Exports}\n\n", ct);
            await Response.Body.FlushAsync(ct);
        }
    }
}
