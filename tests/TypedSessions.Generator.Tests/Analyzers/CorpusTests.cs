using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>All analyzers report exactly the marked diagnostics in realistic applications.</summary>
public sealed class CorpusTests
{
    private const int Cuts = 8;

    public static TheoryData<string> Applications => [.. CorpusApplication.Names];

    [Theory]
    [MemberData(nameof(Applications))]
    public Task An_application_gets_the_diagnostics_that_are_marked_and_no_other(string name) => CorpusApplication.Read(name).Verify();

    // Any result is accepted for such code. The analysis itself asserts that no analyzer throws.
    [Theory]
    [MemberData(nameof(Applications))]
    public async Task An_application_that_is_cut_off_anywhere_makes_no_analyzer_throw(string name)
    {
        var application = CorpusApplication.Read(name);
        for (var part = 1; part < Cuts; part++)
        {
            await AnalyzerTestProject.Analyze(application.Cut(part, Cuts));
        }
    }

    [Fact]
    public void The_corpus_is_large() => Assert.True(CorpusApplication.FileCount >= 50, "Applications are missing.");
}
