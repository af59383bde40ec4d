// A console tool for support staff.
using TypedSessions.Storage;

var host = Host.CreateApplicationBuilder(args);
host.Services.AddTypedSessions().UseFiles("/var/lib/shop/sessions").AddModel<CustomerSession>();
using var app = host.Build();
var sessions = app.Services.GetRequiredService<ISessionManager>();

switch (args)
{
    case ["count"]:
        Console.WriteLine(await sessions.CountAsync());
        break;
    case ["kick", var owner]:
        Console.WriteLine($"{await sessions.RemoveByOwnerAsync(owner)} sessions ended");
        break;
    case ["points", var id, var points] when SessionKey.TryParse(id, out var key):
        await using (var opened = await sessions.OpenAsync(key))
        {
            if (opened is null)
            {
                return 2;
            }

            {|TSES047:opened.As<CustomerSession>().Points += int.Parse(points)|};
            Console.WriteLine("done");
        }

        break;
    case ["note", var id, var note] when SessionKey.TryParse(id, out var key):
        return await AddNote(key, note) ? 0 : 1;
    case ["forget", var id] when SessionKey.TryParse(id, out var key):
        {|TSES048:sessions.RemoveAsync(key)|};
        break;
    default:
        Console.Error.WriteLine("usage: support count|kick|points|note|forget");
        return 64;
}

return 0;

async Task<bool> AddNote(SessionKey key, string note)
{
    await using var opened = await sessions.OpenAsync(key);
    if (opened is null)
    {
        return false;
    }

    var customer = opened.As<CustomerSession>();
    customer.Notes.Add(note);
    return await opened.SaveAsync();
}

[SessionModel]
public partial class CustomerSession
{
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Points { get; set; }
    [SessionProperty] public partial List<string> Notes { get; set; }
}
