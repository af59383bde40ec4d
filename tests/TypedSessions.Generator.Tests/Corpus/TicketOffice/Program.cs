// A program with the mistakes of the set-up, each marked.
using Microsoft.AspNetCore.OutputCaching;
using TicketOffice;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddOutputCache();
builder.Services.{|TSES084:AddSession|}(options => options.IdleTimeout = TimeSpan.FromMinutes(5));
builder.Services.AddTypedSessions(options =>
    {
        options.AbsoluteLifetime = TimeSpan.FromHours(8);
        {|TSES085:options.Cookie.HttpOnly = false|};
        {|TSES085:options.Cookie.SecurePolicy = CookieSecurePolicy.None|};
    })
    .UseCookie()
    .{|TSES087:AddModel<TicketSession>|}();

var app = builder.Build();
app.UseStaticFiles();
app.{|TSES080:Use|}(async (context, next) =>
{
    if (context.Session.GetString({|TSES068:"blocked"|}) is not null)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return;
    }

    await next(context);
});
app.{|TSES080:UseMiddleware<QueueMiddleware>|}();
app.{|TSES089:UseTypedSessions|}();
app.{|TSES084:UseSession|}();
app.UseRouting();
app.{|TSES088:UseMiddleware<QueueMiddleware>|}();
app.UseResponseCaching();
app.UseOutputCache();

app.MapGet("/tickets", (TicketSession tickets) => tickets.Seats).{|TSES086:CacheOutput|}();
app.MapGet("/queue", (QueueSession {|TSES083:queue|}) => queue.Place);
app.MapControllers();
app.Run();

namespace TicketOffice
{
    [SessionModel]
    public partial class TicketSession
    {
        [SessionProperty] public partial List<string> Seats { get; set; }
    }

    [SessionModel(Prefix = "queue.")]
    public partial class QueueSession
    {
        [SessionProperty] public partial int {|TSES068:Place|} { get; set; }
    }

    public sealed class QueueMiddleware(RequestDelegate next)
    {
        public async Task InvokeAsync(HttpContext context, TicketSession tickets)
        {
            if (tickets.Seats.Count > 0)
            {
                context.Response.Headers["X-Seats"] = tickets.Seats.Count.ToString();
            }

            await next(context);
        }
    }

    [Route("seats")]
    public sealed class SeatsController(TicketSession tickets) : ControllerBase
    {
        [HttpGet]
        [{|TSES086:OutputCache(Duration = 30)|}]
        public IEnumerable<string> All() => tickets.Seats;
    }
}
