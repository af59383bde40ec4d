using System.Net;
using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/dashboard.md")]
public sealed class DashboardTests
{
    private const string SetUp = "builder.Services.AddAntiforgery();";

    private const string Login = """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;

        app.MapGet("/login/{name}/{role}", (HttpContext context, string name, string role) => context.SignInAsync(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name), new Claim(ClaimTypes.Role, role)], "Cookies"))));
        """;

    [Fact]
    [Paste(SetUp)]
    public async Task Operators_see_the_sessions_and_no_one_else_does()
    {
        await using var site = await Project.RunAsync(Login);
        using var ada = site.Open();
        await ada.ReadAsync("/login/ada/visitor");
        using var refused = await ada.GetAsync("/sessions/");
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);

        using var olga = site.Open();
        await olga.ReadAsync("/login/olga/operator");
        Assert.Contains("<h1>Overview</h1>", await olga.ReadAsync("/sessions/"));
        Assert.Contains("user?id=ada", await olga.ReadAsync("/sessions/list"));
    }
}
