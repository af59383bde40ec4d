using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Secrets;

public sealed class EmptyJustificationTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.EmptyJustification);

    [Fact]
    public Task TSES102_reports_an_empty_justification()
        => Rule.Verify("""
            [SessionModel]
            public partial class Login
            {
                [SessionProperty, [|SensitiveSessionData|]] public partial string? Password { get; set; }
                [SessionProperty, [|SensitiveSessionData(Justification = "")|]] public partial string? Secret { get; set; }
                [SessionProperty, [|TypedSessions.SensitiveSessionDataAttribute(Justification = "  ")|]]
                public partial string? ApiKey { get; set; }
                [SessionProperty, [|SensitiveSessionData(Justification = null!)|]] public partial string? PrivateKey { get; set; }
            }

            class Pages { [[|SensitiveSessionData|]] void Post() { } }
            """);

    [Fact]
    public Task TSES102_is_silent_about_a_reason()
        => Rule.Verify("""
            class Reasons { public const string Short = "Two minutes."; }

            [SessionModel]
            public partial class Login
            {
                [SessionProperty, SensitiveSessionData(Justification = Reasons.Short)] public partial string? Password { get; set; }
                [SessionProperty, SensitiveSessionData(Justification = "Two " + "minutes.")] public partial string? Secret { get; set; }
            }
            """);

    [Fact]
    public Task TSES102_reports_placeholders_that_the_project_configures()
        => Rule.WithConfig("dotnet_code_quality.TSES102.placeholders", "TBD, ask security").Verify("""
            [SessionModel]
            public partial class Login
            {
                [SessionProperty, [|SensitiveSessionData(Justification = "tbd")|]] public partial string? Password { get; set; }
                [SessionProperty, [|SensitiveSessionData(Justification = "Ask security.")|]] public partial string? Secret { get; set; }
                [SessionProperty, [|SensitiveSessionData(Justification = "TODO")|]] public partial string? ApiKey { get; set; }
                [SessionProperty, SensitiveSessionData(Justification = "Security asked.")] public partial string? PrivateKey { get; set; }
            }
            """);

    [Fact]
    public Task TSES102_is_silent_about_placeholders_that_are_not_configured()
        => Rule.Verify("""
            [SessionModel]
            public partial class Login
            {
                [SessionProperty, SensitiveSessionData(Justification = "TBD")] public partial string? Password { get; set; }
            }
            """);
}
