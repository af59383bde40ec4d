using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

public sealed class MissingSetUpAnalyzerTests
{
    private const string Cart = """

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }
        """;

    private static readonly AnalyzerTest Services = AnalyzerTest.Create(DiagnosticIds.ServicesMissing);
    private static readonly AnalyzerTest Middleware = AnalyzerTest.Create(DiagnosticIds.MiddlewareMissing);
    private static readonly AnalyzerTest Model = AnalyzerTest.Create(DiagnosticIds.ModelNotAdded);

    [Fact]
    public Task TSES081_reports_the_first_place_that_needs_a_model()
        => Services.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.MapGet("/", (Cart [|cart|]) => cart.Count);
            app.MapPost("/", (Cart cart) => cart.Count++);
            app.Run();
            """ + Cart);

    [Fact]
    public async Task TSES081_reports_middleware_without_services()
    {
        var message = await Services.Message("""
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.[|UseTypedSessions|]();
            app.Run();
            """);

        Assert.Equal(
            "'UseTypedSessions()' needs 'AddTypedSessions()', which is never called; add it to the services, with an engine and the models",
            message);
    }

    [Fact]
    public Task TSES081_is_silent_about_libraries_and_programs_without_a_host()
        => Services.Verify("""
            class Home(Cart cart) : ControllerBase
            {
                public int Get() => cart.Count;
                static void Configure(IApplicationBuilder app) => app.UseTypedSessions();
            }
            """ + Cart);

    [Theory]
    [InlineData("interface IModule { void Add(WebApplicationBuilder builder); }", "IModule module = null!; module.Add(builder);")]
    [InlineData(
        "abstract class Module { public abstract void Add(IServiceCollection services); }",
        "Module module = null!; module.Add(builder.Services);")]
    [InlineData("delegate void Add(object builder);", "Add add = null!; add(builder);")]
    [InlineData("", "Action<IServiceCollection> add = null!; add(builder.Services);")]
    [InlineData("", "builder.WebHost.UseStartup(\"Other\");")]
    public Task TSES081_is_silent_where_the_services_are_passed_on(string type, string statement)
        => Services.Verify($$"""
            using Microsoft.AspNetCore.Hosting;
            var builder = WebApplication.CreateBuilder(args);
            {{statement}}
            var app = builder.Build();
            app.MapGet("/", (Cart cart) => cart.Count);
            {{type}}
            """ + Cart);

    [Fact]
    public Task TSES081_is_silent_about_set_up_in_a_helper()
        => Services.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.AddShop();
            var app = builder.Build();
            app.UseShop();
            app.MapGet("/", (Cart cart) => cart.Count);

            static class Shop
            {
                public static void AddShop(this WebApplicationBuilder builder)
                    => builder.Services.AddTypedSessions().UseMemory().AddModel<Cart>();

                public static void UseShop(this IApplicationBuilder app) => app.UseTypedSessions();
            }
            """ + Cart);

    [Fact]
    public async Task TSES081_is_silent_where_another_assembly_refers_to_the_library()
    {
        var program = AnalyzerTestProject.Compile(LanguageVersion.CSharp13, ["""
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.MapGet("/", (Cart cart) => cart.Count);
            """ + Cart]);
        var module = TestCompilation.Create(
            "namespace Modules; public static class Module { public static void Add(TypedSessionsBuilder builder) { } }")
            .WithAssemblyName("Module");

        Assert.Equal(DiagnosticIds.ServicesMissing, Assert.Single(await AnalyzerTestProject.Analyze(program)).Id);
        Assert.Empty(await AnalyzerTestProject.Analyze(program.AddReferences(module.ToMetadataReference())));
    }

    [Fact]
    public async Task Test_projects_are_not_reported()
    {
        var program = AnalyzerTestProject.Compile(
            LanguageVersion.CSharp13, ["WebApplication.CreateBuilder(args).Build().UseTypedSessions();"]);
        var framework = TestCompilation.Create("public class FactAttribute : Attribute;").WithAssemblyName("xunit.core");

        Assert.Single(await AnalyzerTestProject.Analyze(program));
        Assert.Empty(await AnalyzerTestProject.Analyze(program.AddReferences(framework.ToMetadataReference())));
    }

    [Fact]
    public Task TSES082_reports_services_without_middleware()
        => Middleware.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.[|AddTypedSessions|]().UseMemory().AddModel<Cart>();
            var app = builder.Build();
            app.MapControllers();
            app.Run();

            public class Home(Cart cart) : ControllerBase
            {
                public int Get() => cart.Count;
            }
            """ + Cart);

    [Fact]
    public Task TSES082_is_silent_about_programs_that_serve_no_requests()
        => Middleware.Verify("""
            using Microsoft.Extensions.Hosting;
            var builder = Host.CreateApplicationBuilder(args);
            builder.Services.AddTypedSessions().UseMemory().AddModel<Cart>();
            using var host = builder.Build();
            await using var opened = host.Services.GetRequiredService<ISessionManager>().Create();
            opened.As<Cart>().Count++;
            opened.Services.GetRequiredService<Cart>().Count++;
            await opened.SaveAsync();
            """ + Cart);

    [Fact]
    public async Task TSES083_reports_each_model_where_it_is_injected_first()
    {
        var found = await Model.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory().AddModel<Added>();
            var app = builder.Build();
            app.UseTypedSessions();
            app.MapGet("/", (Cart [|cart|], Added added) => cart.Count);
            app.UseMiddleware<Counter>();

            class Counter(RequestDelegate next)
            {
                public Task InvokeAsync(HttpContext context, Visits [|visits|]) => next(context);
            }

            class Home(Profile [|profile|]) : ControllerBase
            {
                public string? Get() => profile.Name;

                public int Post([FromServices] Orders [|orders|], Cart cart) => orders.Count;
            }

            [SessionModel(Prefix = "1")] public partial class Added { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel(Prefix = "2")] public partial class Visits { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel(Prefix = "3")] public partial class Profile { [SessionProperty] public partial string? Name { get; set; } }
            [SessionModel(Prefix = "4")] public partial class Orders { [SessionProperty] public partial int Count { get; set; } }
            """ + Cart);

        Assert.Equal(
            "Session model 'Cart' is injected here, but 'AddModel<Cart>()' is never called; "
                + "call it on the builder that 'AddTypedSessions()' returns",
            found[0].GetMessage());
    }

    [Fact]
    public async Task TSES083_reports_members_of_AsParameters_types()
    {
        var found = await Model.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory().AddModel<Added>();
            var app = builder.Build();
            app.UseTypedSessions();
            app.MapGet("/", ([AsParameters] Query query) => query.Cart.Count);
            app.MapPost("/", ([AsParameters] Form form) => form.Wish?.Count);
            app.MapPut("/", (Body body) => body.Seen?.Count);
            app.Run();

            record Query(Cart [|Cart|], int Page, Added Added);

            class Form { public Wish? [|Wish|] { get; set; } public Seen? Never { get; } }

            class Body { public Seen? Seen { get; set; } }

            [SessionModel(Prefix = "a.")] public partial class Cart { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel(Prefix = "b.")] public partial class Wish { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel(Prefix = "c.")] public partial class Seen { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel(Prefix = "d.")] public partial class Added { [SessionProperty] public partial int Count { get; set; } }
            """);

        Assert.StartsWith("Session model 'Wish' is injected here", found[1].GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task TSES083_is_silent_about_models_that_need_no_service()
        => Model.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            Add<Cart>(builder.Services.AddTypedSessions().UseMemory());
            var app = builder.Build();
            app.UseTypedSessions();
            app.MapGet("/", (Cart cart) => cart.Count);
            app.MapGet("/by-hand", (HttpContext context) => new Basket(context.Session.As<Cart>()));

            static void Add<T>(TypedSessionsBuilder sessions) where T : class, ISessionModel<T> => sessions.AddModel<T>();

            record Basket(Cart Cart);
            """ + Cart);

    [Fact]
    public Task TSES083_is_silent_about_a_handlers_model_that_implements_the_interface_by_itself()
        => Model.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory();
            var app = builder.Build();
            app.UseTypedSessions();
            app.MapGet("/", (Visits visits) => visits.Count);

            [SessionModel] public partial class Visits : ISessionModel<Visits> { [SessionProperty] public partial int Count { get; set; } }
            """);

    [Fact]
    public Task Calls_that_are_left_out_count()
        => Middleware.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory().AddModel<Cart>();
            var app = builder.Build();
            #if SESSIONS
            app.UseTypedSessions();
            #endif
            app.MapGet("/", (Cart cart) => cart.Count);
            """ + Cart);

    [Fact]
    public Task Half_typed_calls_count()
        => (Model with { IsHalfTyped = true }).Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory(.AddModel<Cart>(
            var app = builder.Build();
            app.UseTypedSessions
            app.MapGet("/", (Cart cart) => cart.Count);
            """ + Cart);
}
