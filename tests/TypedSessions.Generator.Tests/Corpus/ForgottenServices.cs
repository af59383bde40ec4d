// The middleware without the services: the program stops at its start.
public static class Program
{
    public static void Main(string[] args)
    {
        var app = WebApplication.CreateBuilder(args).Build();
        app.{|TSES081:UseTypedSessions|}();
        app.MapGet("/", (HttpContext context) => context.Session.GetInt32({|TSES068:"visits"|}) ?? 0);
        app.Run();
    }
}
