using Migration.Site;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddHttpContextAccessor().AddControllersWithViews().AddSessionStateTempDataProvider();
builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession();

var app = builder.Build();

app.UseSession();

VisitApi.Map(app);
app.MapDefaultControllerRoute();

app.Run();
