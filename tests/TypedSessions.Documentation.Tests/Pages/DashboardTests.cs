using System.Net;
using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/dashboard.md")]
public sealed class DashboardTests
{
    private const string Usings = """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;
        using TypedSessions;


        """;

    private const string Login = """
        app.MapGet("/login/{name}/{role}", (HttpContext context, string name, string role) => context.SignInAsync(
            new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, name), new Claim(ClaimTypes.Role, role)], "Cookies"))));
        """;

    private const string Services = """
        builder.Services.AddAuthentication("Cookies").AddCookie();
        builder.Services.AddAuthorizationBuilder().AddPolicy("Operators", policy => policy.RequireRole("operator"));
        builder.Services.AddAntiforgery();
        builder.Services.AddTypedSessions().AddModel<Cart>();

        app.MapGet("/buy/{book}", (Cart cart, string book) => cart.Book = book);

        """;

    private const string Model = """

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty]
            public partial string? Book { get; set; }
        }
        """;

    [Fact]
    [Paste("builder.Services.AddAntiforgery();")]
    public async Task Only_operators_see_the_dashboard()
    {
        await using var site = await Project.RunAsync(new SiteSettings { Environment = "Production", Probe = Usings + Login });
        using var visitor = site.Open();
        using var customer = site.Open();
        using var operators = site.Open();
        await customer.ReadAsync("/login/ada/customer");
        await operators.ReadAsync("/login/olga/operator");

        Assert.NotEqual(HttpStatusCode.OK, (await visitor.GetAsync("/sessions/")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await customer.GetAsync("/sessions/")).StatusCode);
        Assert.Contains("Live sessions", await operators.ReadAsync("/sessions/"));
        Assert.Contains("ada", await operators.ReadAsync("/sessions/list"));
    }

    [Fact]
    [Paste("options.ShowValues = true")]
    public async Task Values_are_shown_if_an_option_allows_it()
    {
        await using var site = await Project.RunAsync($"{Usings}{Services}{Login}{Model}");
        using var visitor = site.Open();
        using var operators = site.Open();
        await visitor.ReadAsync("/buy/Emma");
        await operators.ReadAsync("/login/olga/operator");

        var (key, _) = await site.Sessions.ListAsync(TestContext.Current.CancellationToken)
            .FirstAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Emma", await operators.ReadAsync($"/sessions/session?key={key}"));
    }
}
