using Migration.Own;
using Migration.Site;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddHttpContextAccessor().AddControllersWithViews().AddSessionStateTempDataProvider();
builder.Services.AddScoped<ISessionManager, SessionManager>();
builder.Services.AddDistributedMemoryCache();
builder.Services.AddTypedSessions().UseCache();

var app = builder.Build();

app.UseTypedSessions();

VisitApi.Map(app);
LinesApi.Map(app);
app.MapDefaultControllerRoute();

app.Run();
