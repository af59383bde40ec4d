using Migration.Own;
using Migration.Site;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddHttpContextAccessor().AddControllersWithViews().AddSessionStateTempDataProvider();
builder.Services.AddScoped<ISessionManager, SessionManager>();
builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession();

var app = builder.Build();

app.UseSession();

VisitApi.Map(app);
LinesApi.Map(app);
app.MapDefaultControllerRoute();

app.Run();
