using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class InsecureCookieTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.InsecureCookie);

    [Fact]
    public async Task TSES085_reports_constants_that_expose_the_cookie()
    {
        var found = await Rule.Verify("""
            static class SetUp
            {
                static void Block(IServiceCollection services)
                    => services.AddTypedSessions(options =>
                    {
                        [|options.Cookie.SecurePolicy = CookieSecurePolicy.None|];
                        [|options.Cookie.HttpOnly = false|];
                        options.Cookie.SameSite = SameSiteMode.None;
                    });

                static void Expression(IServiceCollection services)
                {
                    services.AddTypedSessions(options => [|options.Cookie.HttpOnly = false|]).UseMemory();
                    services.Configure<TypedSessionsOptions>(options => [|options.Cookie.SecurePolicy = CookieSecurePolicy.None|]);
                }

                static void Refused(TypedSessionsOptions options)
                {
                    options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                    [|options.Cookie.SameSite = SameSiteMode.None|];
                }
            }
            """);

        Assert.Equal(
            "'SecurePolicy = CookieSecurePolicy.None' sends the session cookie over plain HTTP too, where it can be stolen; "
                + "remove the assignment, because the default protects the cookie",
            found[0].GetMessage());
    }

    [Fact]
    public Task TSES085_is_silent_about_conditions_and_other_cookies()
        => Rule.Verify("""
            using Microsoft.AspNetCore.Hosting;
            using Microsoft.Extensions.Hosting;

            static class SetUp
            {
                static void Development(IServiceCollection services, IWebHostEnvironment environment, bool secure)
                {
                    services.AddTypedSessions(options =>
                    {
                        if (environment.IsDevelopment())
                        {
                            options.Cookie.SecurePolicy = CookieSecurePolicy.None;
                        }

                        options.Cookie.HttpOnly = secure;
                        options.Cookie.SameSite = SameSiteMode.None;
                    });
                    if (environment.IsDevelopment())
                    {
                        services.Configure<TypedSessionsOptions>(options => options.Cookie.HttpOnly = false);
                    }
                }

                static void Early(IServiceCollection services, IWebHostEnvironment environment)
                {
                    if (!environment.IsDevelopment())
                    {
                        return;
                    }

                    services.Configure<TypedSessionsOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
                }

                static void Debug(IServiceCollection services) => services.AddTypedSessions(options =>
                {
            #if !RELEASE
                    options.Cookie.SecurePolicy = CookieSecurePolicy.None;
            #endif
                });

                static void Stock(IServiceCollection services) => services.AddSession(options => options.Cookie.HttpOnly = false);

                static void Other(IServiceCollection services)
                {
                    services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
                    services.AddTypedSessions(options =>
                    {
                        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                        options.Cookie.HttpOnly = true;
                        options.Cookie.SameSite = SameSiteMode.Strict;
                    });
                }
            }
            """);
}
