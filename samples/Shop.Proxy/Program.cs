using Yarp.ReverseProxy.Forwarder;

// One address in front of two nodes of the shop. Each request goes to the next node, to show that a session lives on both.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));

var app = builder.Build();
app.MapReverseProxy(proxy =>
{
    proxy.Use(SkipUnreachableNodesAsync);
    proxy.UseLoadBalancing();
});

app.Run();

// A node that accepts no connection has received nothing, so another one can have the request.
static async Task SkipUnreachableNodesAsync(HttpContext context, RequestDelegate next)
{
    var request = context.GetReverseProxyFeature();
    var nodes = request.AvailableDestinations;
    do
    {
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.StatusCode = StatusCodes.Status200OK;
        request.AvailableDestinations = nodes;
        await next(context);
        nodes = [.. nodes.Where(node => node != request.ProxiedDestination)];
    }
    while (nodes.Count > 0
        && context.GetForwarderErrorFeature()?.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError });
}
