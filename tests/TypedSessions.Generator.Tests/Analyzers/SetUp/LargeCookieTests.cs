using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class LargeCookieTests
{
    private const string Cart = """

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.LargeCookie);

    [Fact]
    public Task TSES087_reports_growing_models()
        => Rule.Verify("""
            static class SetUp
            {
                static void Add(IServiceCollection services)
                {
                    services.AddTypedSessions().UseCookie().[|AddModel<Lists>|]().[|AddModel<Bytes>|]().AddModel<Cart>();
                    var sessions = services.AddTypedSessions();
                    sessions.[|AddModel<Maps>|]();
                    sessions.UseMemory();
                    sessions.UseCookie();
                }
            }

            [SessionModel(Prefix = "1")] public partial class Lists { [SessionProperty] public partial List<string> Items { get; set; } }
            [SessionModel(Prefix = "2")] public partial class Bytes { [SessionProperty] public partial byte[]? Image { get; set; } }
            [SessionModel(Prefix = "3")]
            public partial class Maps { [SessionProperty] public partial IReadOnlyDictionary<string, int> Map { get; set; } }
            """ + Cart);

    [Fact]
    public Task TSES087_is_silent_about_other_engines_and_small_models()
        => Rule.Verify("""
            static class SetUp
            {
                static void Add(IServiceCollection services)
                {
                    services.AddTypedSessions().UseCookie().AddModel<Cart>();
                    services.AddTypedSessions().UseMemory().AddModel<Lists>();
                    services.AddTypedSessions().UseCookie().UseMemory().AddModel<Lists>();
                    services.AddTypedSessions().AddModel<Lists>();
                }
            }

            [SessionModel(Prefix = "1")]
            public partial class Lists
            {
                [SessionProperty] public partial List<string> Items { get; set; }
            }
            """ + Cart);
}
