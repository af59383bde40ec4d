using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class ServicesMissingTests
{
    private const string Cart = """

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.ServicesMissing);

    [Fact]
    public Task TSES081_reports_the_first_place_that_needs_a_model()
        => Rule.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.MapGet("/", (Cart [|cart|]) => cart.Count);
            app.MapPost("/", (Cart cart) => cart.Count++);
            app.Run();
            """ + Cart);

    [Fact]
    public async Task TSES081_reports_middleware_without_services()
    {
        var message = await Rule.Message("""
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
        => Rule.Verify("""
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
        => Rule.Verify($$"""
            using Microsoft.AspNetCore.Hosting;
            var builder = WebApplication.CreateBuilder(args);
            {{statement}}
            var app = builder.Build();
            app.MapGet("/", (Cart cart) => cart.Count);
            {{type}}
            """ + Cart);

    [Fact]
    public Task TSES081_is_silent_about_set_up_in_a_helper()
        => Rule.Verify("""
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
}
