#if (IsSqlite)
using Microsoft.Data.Sqlite;

#endif
var builder = WebApplication.CreateBuilder(args);

builder.Services.AddTypedSessions()
#if (IsMemory)
    .UseMemory() // lost when the process ends
#endif
#if (IsFiles)
    .UseFiles(builder.Configuration["Sessions:Path"])
#endif
#if (IsSqlite)
    .UseDatabase(SqliteFactory.Instance, builder.Configuration.GetConnectionString("Sessions"))
#endif
    .AddModel<VisitorSession>();

var app = builder.Build();

app.UseTypedSessions(); // before middleware that uses the session

// Changes are stored before the response is sent.
app.MapGet("/", (VisitorSession visitor) => $"Hello {visitor.Name ?? "stranger"}, this is visit {++visitor.Visits}.");

app.MapPost("/name/{name}", (VisitorSession visitor, string name) => visitor.Name = name);

// Removes the record and the cookie; the next request starts a new session.
app.MapPost("/leave", (ISession session) => session.Abandon());

app.Run();
