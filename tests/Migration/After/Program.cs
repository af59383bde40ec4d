using Migration.Site;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddHttpContextAccessor().AddControllersWithViews().AddSessionStateTempDataProvider();
builder.Services.AddDistributedMemoryCache();
builder.Services.AddTypedSessions().UseCache();

var app = builder.Build();

app.UseTypedSessions();

VisitApi.Map(app);
app.MapDefaultControllerRoute();

app.Run();
