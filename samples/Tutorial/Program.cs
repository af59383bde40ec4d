using Tutorial;
using Tutorial.Models;
using Tutorial.Pages;
using TypedSessions.Samples;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddTypedSessions()
    .UseConfiguredEngine(builder.Configuration)
    .AddModel<BookSession>()
    .AddModel<NameSession>()
    .AddModel<LoginSession>();

builder.Services.AddRazorComponents();

// A bad request is the visitor's affair: the page below, in development too.
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);

var app = builder.Build();

if (!app.Environment.IsDevelopment())
{
    app.UseExceptionHandler(handler => handler.Run(context => Page.ShowStatusAsync(context)));
}

app.UseStatusCodePages(context => Page.ShowStatusAsync(context.HttpContext));
app.UseStaticFiles();
app.UseTypedSessions();
app.UseAntiforgery();

HomePages.Map(app);
BookPages.Map(app);
NamePages.Map(app);
LoginPages.Map(app);
TestCookiePages.Map(app);
InspectPages.Map(app);

app.Run();
