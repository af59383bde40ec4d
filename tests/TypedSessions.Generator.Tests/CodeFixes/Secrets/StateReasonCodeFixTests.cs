using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes.Secrets;

public sealed class StateReasonCodeFixTests
{
    private static readonly CodeFixTest Names = CodeFixTest.Create(DiagnosticIds.SecretName);
    private static readonly CodeFixTest Types = CodeFixTest.Create(DiagnosticIds.SecretType);

    [Fact]
    public Task TSES100_adds_the_attribute_with_a_placeholder_for_the_reason()
        => Names.Verify(
            """
            [SessionModel]
            public partial class Login
            {
                // Needed once more.
                [SessionProperty]
                public partial string? [|Password|] { get; set; }
            }

            class Pages
            {
                void Post(ISession session, string key)
                {
                    session.SetString([|"api_key"|], key);
                    session.SetString([|"private_key"|], key);
                }
            }
            """,
            """
            [SessionModel]
            public partial class Login
            {
                // Needed once more.
                [SessionProperty]
                [{|TSES102:SensitiveSessionData(Justification = "TODO: explain why the session has to contain this value")|}]
                public partial string? Password { get; set; }
            }

            class Pages
            {
                [{|TSES102:SensitiveSessionData(Justification = "TODO: explain why the session has to contain this value")|}]
                void Post(ISession session, string key)
                {
                    session.SetString("api_key", key);
                    session.SetString("private_key", key);
                }
            }
            """);

    [Fact]
    public Task TSES101_adds_the_attribute()
        => Types.Verify(
            """
            using System.Security.Claims;

            [SessionModel]
            public partial class Login
            {
                [SessionProperty] public partial ClaimsPrincipal? [|User|] { get; set; }
            }
            """,
            """
            using System.Security.Claims;

            [SessionModel]
            public partial class Login
            {
                [SessionProperty, {|TSES102:SensitiveSessionData(Justification = "@")|}] public partial ClaimsPrincipal? User { get; set; }
            }
            """.Replace("@", "TODO: explain why the session has to contain this value", StringComparison.Ordinal));
}
