// A program while it is typed: each statement stops somewhere.
var builder = WebApplication.CreateBuilder(args
builder.Services.AddTypedSessions(options => options.
builder.Services.AddTypedSessions(options => { options.Cookie.SecurePolicy = ; })
builder.Services.AddTypedSessions().UseCookie().AddModel<>();
builder.Services.AddTypedSessions().AddModel<Missing>(

var app = builder.Build(;
app.Use(async (context, next) => { context.Session.
app.Use(async (context, next) =>
app.UseSession(
app.MapGet("/", (Cart cart, ) => cart.);
app.MapGet("/", (HttpContext context) => context.Session.SetString("
app.MapGet().CacheOutput(
app.UseTypedSessions
