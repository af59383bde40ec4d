using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes.Access;

public sealed class EnumerateCopyCodeFixTests
{
    private static readonly CodeFixTest Fix = CodeFixTest.Create(DiagnosticIds.KeysChangedWhileEnumerated);

    [Fact]
    public Task TSES065_enumerates_a_copy()
        => Fix.Verify(
            """
            class A
            {
                void M(ISession session, HttpContext context)
                {
                    foreach (var key in [|session.Keys|]) // old
                    {
                        session.SetString("old." + key, "");
                    }

                    foreach (var key in [|context.Session.Keys.Where(key => key.Length > 3)|]) context.Session.SetInt32(key + 1, 1);
                }
            }
            """,
            """
            class A
            {
                void M(ISession session, HttpContext context)
                {
                    foreach (var key in session.Keys.ToArray()) // old
                    {
                        session.SetString("old." + key, "");
                    }

                    foreach (var key in context.Session.Keys.Where(key => key.Length > 3).ToArray()) context.Session.SetInt32(key + 1, 1);
                }
            }
            """);
}
