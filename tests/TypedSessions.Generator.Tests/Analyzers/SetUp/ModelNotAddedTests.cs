using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class ModelNotAddedTests
{
    private const string Cart = """

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.ModelNotAdded);
    private static readonly AnalyzerTest Services = AnalyzerTest.Create(DiagnosticIds.ServicesMissing);

    [Fact]
    public async Task TSES083_reports_each_model_where_it_is_injected_first()
    {
        var found = await Rule.Verify("""
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
        var found = await Rule.Verify("""
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
    public Task TSES083_reports_inherited_members_of_AsParameters_types()
        => Rule.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory();
            var app = builder.Build();
            app.UseTypedSessions();
            app.MapGet("/", ([AsParameters] Query query) => query.Cart?.Count + query.Page);
            app.Run();

            class Paged { public Cart? [|Cart|] { get; set; } }

            class Query : Paged { public int Page { get; set; } }
            """ + Cart);

    [Fact]
    public Task TSES083_reports_constructors_of_registered_services_and_of_components()
        => Rule.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory();
            builder.Services.AddScoped<CartService>();
            builder.Services.AddTransient<IReport, Report>();
            builder.Services.AddScoped<Alone>();
            var app = builder.Build();
            app.UseTypedSessions();
            app.Run();

            class CartService(Cart [|cart|]) { public int Count => cart.Count; }

            interface IReport;

            class Report(Visits [|visits|]) : IReport { public int Count => visits.Count; }

            class Page(Alone [|alone|]) : Controller { public int Count() => alone.Count; }

            class Counter(Wish [|wish|]) : Microsoft.AspNetCore.Components.ComponentBase { public int Count => wish.Count; }

            [SessionModel(Prefix = "b.")] public partial class Visits { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel(Prefix = "c.")] public partial class Wish { [SessionProperty] public partial int Count { get; set; } }
            [SessionModel(Prefix = "d.")] public partial class Alone { [SessionProperty] public partial int Count { get; set; } }
            """ + Cart);

    [Fact]
    public Task TSES083_is_silent_about_models_and_services_that_the_application_registers_by_hand()
        => Rule.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory();
            builder.Services.AddScoped(static services => services.GetRequiredService<HttpContext>().Session.As<Cart>());
            builder.Services.AddScoped<CartService>();
            builder.Services.AddScoped(static _ => new Report(new Visits()));
            builder.Services.AddScoped<Either>();
            builder.Services.AddScoped<Optional>();
            var app = builder.Build();
            app.UseTypedSessions();
            app.Run();

            class CartService(Cart cart) { public int Count => cart.Count; }

            class Report(Visits visits) { public int Count => visits.Count; }

            class Either { public Either() { } public Either(Visits visits) => Count = visits.Count; public int Count { get; } }

            class Optional(Visits? visits = null) { public int? Count => visits?.Count; }

            [SessionModel(Prefix = "b.")] public partial class Visits { [SessionProperty] public partial int Count { get; set; } }
            """ + Cart);

    [Fact]
    public Task TSES083_is_silent_about_models_that_need_no_service()
        => Rule.Verify("""
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
        => Rule.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory();
            var app = builder.Build();
            app.UseTypedSessions();
            app.MapGet("/", (Visits visits) => visits.Count);

            [SessionModel] public partial class Visits : ISessionModel<Visits> { [SessionProperty] public partial int Count { get; set; } }
            """);

    [Fact]
    public Task Half_typed_calls_count()
        => (Rule with { IsHalfTyped = true }).Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory(.AddModel<Cart>(
            var app = builder.Build();
            app.UseTypedSessions
            app.MapGet("/", (Cart cart) => cart.Count);
            """ + Cart);
}
