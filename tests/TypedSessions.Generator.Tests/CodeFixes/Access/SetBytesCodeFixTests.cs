using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes.Access;

public sealed class SetBytesCodeFixTests
{
    private static readonly CodeFixTest Fix = CodeFixTest.Create(DiagnosticIds.ChangedBytesNotSet);

    [Fact]
    public Task TSES066_sets_the_key_behind_the_last_change()
        => Fix.Verify(
            """
            class A
            {
                const string Key = "flags";

                void M(ISession session)
                {
                    if (session.TryGetValue(Key, out var flags))
                    {
                        // The first two.
                        [|flags[0] |= 1|];
                        flags[1]++;
                    }
                }
            }
            """,
            """
            class A
            {
                const string Key = "flags";

                void M(ISession session)
                {
                    if (session.TryGetValue(Key, out var flags))
                    {
                        // The first two.
                        flags[0] |= 1;
                        flags[1]++;
                        session.Set(Key, flags);
                    }
                }
            }
            """);

    [Fact]
    public Task TSES066_sets_the_key_behind_a_loop()
        => Fix.Verify(
            """
            class A
            {
                void M(HttpContext context)
                {
                    var flags = context.Session.Get("flags")!;
                    for (var i = 0; i < flags.Length; i++)
                    {
                        [|flags[i] = 0|];
                    }
                }
            }
            """,
            """
            class A
            {
                void M(HttpContext context)
                {
                    var flags = context.Session.Get("flags")!;
                    for (var i = 0; i < flags.Length; i++)
                    {
                        flags[i] = 0;
                    }
                    context.Session.Set("flags", flags);
                }
            }
            """);

    [Theory]
    [InlineData("[|session.Get(\"k\")![0] = 1|];")]
    [InlineData("var bytes = Open().Get(\"k\")!; [|bytes[0] = 1|];")]
    [InlineData("var bytes = session.Get(\"k\")!; if (bytes.Length > 0) [|bytes[0] = 1|];")]
    public Task TSES066_has_no_fix_where_the_call_cannot_be_repeated_or_there_is_no_room(string statements)
        => Fix.VerifyNoFix($$"""
            class A
            {
                ISession Open() => throw new NotSupportedException();
                void M(ISession session) { {{statements}} }
            }
            """);
}
