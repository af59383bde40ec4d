using Migration.Own;
using Migration.Own.Carts;
using Migration.Own.Statics;
using Migration.Own.Wizards;
using Migration.Site;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddHttpContextAccessor().AddControllersWithViews().AddSessionStateTempDataProvider();
builder.Services.AddScoped<ISessionManager, SessionManager>();
builder.Services.AddScoped(services => SessionCart.GetCart(services));
builder.Services.AddScoped<IWizardStateManager, SessionWizardStateManager>().AddScoped<IWizardManager, WizardManager>();
builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession();

var app = builder.Build();
AppSession.Configure(app.Services.GetRequiredService<IHttpContextAccessor>());

app.UseSession();

VisitApi.Map(app);
LinesApi.Map(app);
CustomerApi.Map(app);
app.MapDefaultControllerRoute();

app.Run();
