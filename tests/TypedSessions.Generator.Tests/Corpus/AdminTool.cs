// A console program beside the site: it shares the store, has a host without a pipeline, and asks for no model.
using System.Globalization;
using TypedSessions.Storage;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddTypedSessions().UseFiles(builder.Configuration["Folder"]);
using var host = builder.Build();
var sessions = host.Services.GetRequiredService<ISessionManager>();

switch (args)
{
    case ["count"]:
        Console.WriteLine(await sessions.CountAsync());
        break;
    case ["list", .. var owners]:
        await foreach (var stored in sessions.ListAsync())
        {
            if (owners is [] || owners.Contains(stored.Record.Owner))
            {
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{stored.Key} {stored.Record.Owner} {stored.Record.ExpiresAt:u}"));
            }
        }

        break;
    case ["end", var text] when SessionKey.TryParse(text, out var key):
        return await sessions.RemoveAsync(key) ? 0 : 1;
    case ["logout", var owner]:
        Console.WriteLine(await sessions.RemoveByOwnerAsync(owner));
        break;
    case ["create", var name]:
        await using (var created = sessions.Create())
        {
            created.Session.Set("name", name);
            created.Session.Owner = name;
            await created.SaveAsync();
        }

        break;
    default:
        return 2;
}

return 0;
