using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Secrets;

public sealed class SecretTypeTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SecretType);

    [Fact]
    public async Task TSES101_reports_a_property_by_its_type()
        => Assert.Equal(
            "'Login.User' stores a 'ClaimsPrincipal' in the session, which would outlive its sign-in; "
                + "store an identifier instead, or justify it with [SensitiveSessionData]",
            await Rule.Message("""
                using System.Security.Claims;
                [SessionModel] public partial class Login { [SessionProperty] public partial ClaimsPrincipal? [|User|] { get; set; } }
                """));

    [Fact]
    public Task TSES101_reports_elements_and_derived_types()
        => Rule.Verify("""
            using System.Net;
            using System.Security.Claims;
            using System.Security.Cryptography;
            using System.Security.Cryptography.X509Certificates;

            public sealed class Admin : ClaimsPrincipal;

            [SessionModel]
            public partial class Login
            {
                [SessionProperty] public partial Admin? [|Admin|] { get; set; }
                [SessionProperty] public partial X509Certificate2? [|Certificate|] { get; set; }
                [SessionProperty] public partial List<Claim> [|Claims|] { get; set; }
                [SessionProperty] public partial Dictionary<string, ClaimsIdentity[]> [|Identities|] { get; set; }
                [SessionProperty] public partial NetworkCredential? [|Password|] { get; set; }
                [SessionProperty] public partial RSAParameters? [|Key|] { get; set; }
            }
            """);

    [Fact]
    public async Task TSES101_reports_values_that_code_sets_directly()
    {
        var found = await Rule.Verify("""
            using System.Security.Claims;

            static class Helpers
            {
                public static void SetObjectAsJson(this ISession session, string key, object value)
                    => session.SetString(key, value.ToString()!);
            }

            class Pages
            {
                void Post(ISession session, ClaimsPrincipal user)
                {
                    session.Set("user", [|user|]);
                    session.SetObjectAsJson("user", [|user|]);
                }
            }
            """);

        Assert.StartsWith("'Set' stores a 'ClaimsPrincipal' in the session", found[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task TSES101_is_silent_about_other_justified_and_unstorable_types()
        => Rule.Verify("""
            using System.Security.Claims;
            using System.Security.Cryptography;

            public sealed class Claim { public int Number { get; set; } }

            [SessionModel]
            public partial class Login
            {
                [SessionProperty] public partial Claim? Damage { get; set; }
                [SessionProperty] public partial List<string> Roles { get; set; }
                [SessionProperty, SensitiveSessionData(Justification = "Two minutes.")] public partial ClaimsPrincipal? User { get; set; }
                [SessionProperty] public partial {|TSES018:RSA?|} Key { get; set; }
                public ClaimsPrincipal? Other { get; set; }
            }

            class Pages { void Post(ISession session, ClaimsPrincipal user) => session.Set("name", user.Identity?.Name); }
            """);
}
