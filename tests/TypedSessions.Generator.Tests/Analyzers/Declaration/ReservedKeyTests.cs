using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class ReservedKeyTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.ReservedKey);

    [Fact]
    public async Task TSES025_reports_a_key_or_a_prefix_of_the_library()
    {
        var found = await Rule.Verify("""
            [SessionModel]
            public partial class Login
            {
                [SessionProperty(Key = [|"__ts.testcookie"|])] public partial bool Worked { get; set; }
            }

            [SessionModel(Prefix = [|"__ts.shop."|])]
            public partial class Cart
            {
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
                [SessionProperty(Key = "n")] public partial int Number { get; set; }
            }

            [SessionModel(Prefix = "__ts")]
            public partial class Visits
            {
                [SessionProperty(Key = [|".count"|])] public partial int Count { get; set; }
            }
            """);

        Assert.Equal(
            "'__ts.testcookie' begins with '__ts.', the prefix of the library's own keys, and may overwrite one of them; "
                + "choose another name",
            found[0].GetMessage());
    }

    [Fact]
    public Task TSES025_is_silent_about_other_keys()
        => Rule.Verify("""
            [SessionModel(Prefix = "__TS.")]
            public partial class Login
            {
                [SessionProperty(Key = "__ts.x")] public partial int X { get; set; }
                [SessionProperty] public partial int __ts { get; set; }
            }

            public class Other
            {
                public string Key { get; set; } = "__ts.testcookie";
            }
            """);
}
