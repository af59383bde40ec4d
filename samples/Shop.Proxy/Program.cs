using Yarp.ReverseProxy.Forwarder;

// A proxy in front of two nodes of the shop. Requests alternate between the nodes to show that they share sessions.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));

var app = builder.Build();
app.MapReverseProxy(proxy =>
{
    proxy.Use(SkipUnreachableNodesAsync);
    proxy.UseLoadBalancing();
});

app.Run();

// A node that accepts no connection has received nothing, so the request can go to another one.
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
