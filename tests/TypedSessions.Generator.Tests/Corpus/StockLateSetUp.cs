// The mistakes of ASP.NET Core's own session: they are not ours, and the package says nothing of them.
public static class StockProgram
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession();
        var app = builder.Build();
        app.Use(async (context, next) =>
        {
            context.Session.SetString("Seen", "yes");
            await next(context);
        });
        app.UseSession();
        app.Run(async context =>
        {
            await context.Response.WriteAsync("Hello");
            await context.Response.WriteAsync(context.Session.GetString("Seen") ?? "no");
        });
        app.Run();
    }
}
