// A program whose set-up is elsewhere: in a package, behind an interface, found by reflection. The analyzers cannot see what is missing.
using System.Reflection;

var builder = WebApplication.CreateBuilder(args);
foreach (var module in Modules.Find())
{
    module.Configure(builder);
}

var app = builder.Build();
foreach (var module in Modules.Find())
{
    module.Use(app);
}

app.MapGet("/", (ModuleSession session) => session.Name);
app.Run();

public interface IModule
{
    void Configure(WebApplicationBuilder builder);

    void Use(WebApplication app);
}

public static class Modules
{
    public static IEnumerable<IModule> Find()
        => Directory.EnumerateFiles(AppContext.BaseDirectory, "*.Module.dll")
            .SelectMany(static file => Assembly.LoadFrom(file).GetExportedTypes())
            .Where(static type => typeof(IModule).IsAssignableFrom(type))
            .Select(static type => (IModule)Activator.CreateInstance(type)!);
}

[SessionModel]
public partial class ModuleSession
{
    [SessionProperty] public partial string? Name { get; set; }
}
