using System.Reflection;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Composition;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Parsing;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>Requirements of every rule.</summary>
public sealed class RuleTests
{
    public static TheoryData<string> Ids => [.. AnalyzerTestProject.Rules.Select(static rule => rule.Id)];

    [Fact]
    public void Every_id_belongs_to_one_rule_of_one_analyzer()
    {
        var constants = typeof(DiagnosticIds).GetFields().Select(static field => (string)field.GetRawConstantValue()!);

        Assert.Equal(constants.Order(StringComparer.Ordinal), AnalyzerTestProject.Rules.Select(static rule => rule.Id));
    }

    [Fact]
    public void An_analyzer_of_one_rule_has_its_name()
        => Assert.All(
            AnalyzerTestProject.RuleAnalyzers.Where(static analyzer => analyzer.SupportedDiagnostics.Length == 1),
            static analyzer => Assert.Equal($"{GetName(analyzer.SupportedDiagnostics[0].Id)}Analyzer", analyzer.GetType().Name));

    // A build skips an analyzer whose rules are all informational.
    [Fact]
    public void Analyzers_whose_rules_only_inform_run_apart_from_the_others()
    {
        Assert.Equal(
            GetIds(AnalyzerTestProject.RuleAnalyzers.Where(static analyzer => analyzer.SupportedDiagnostics.All(IsAdvice))
                .SelectMany(static analyzer => analyzer.SupportedDiagnostics)),
            GetIds(new AdviceAnalyzer().SupportedDiagnostics));
        Assert.Empty(GetIds(new AdviceAnalyzer().SupportedDiagnostics).Intersect(GetIds(new WarningAnalyzer().SupportedDiagnostics)));
    }

    // Rules for one declaration share an analyzer and a test class.
    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_test_class_with_its_name_in_the_folder_of_its_category(string id)
    {
        var analyzer = AnalyzerTestProject.RuleAnalyzers.Single(analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == id));
        string[] names = analyzer is ModelAnalyzer ? ["ModelRuleTests"]
            : analyzer is PropertyAnalyzer ? ["PropertyRuleTests", $"{GetName(id)}Tests"]
            : [$"{GetName(id)}Tests"];
        var folder = $"{typeof(RuleTests).Namespace}.{Rule(id).Category.Split('.')[1]}";

        Assert.Contains(names, name => typeof(RuleTests).Assembly.GetType($"{folder}.{name}") is not null);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_is_on_and_links_to_its_page(string id)
    {
        var rule = Rule(id);

        Assert.True(rule.IsEnabledByDefault);
        Assert.Equal($"https://github.com/typedsessions/typedsessions/blob/main/docs/rules/{id}.md", rule.HelpLinkUri);
        Assert.DoesNotMatch(@"\.$", rule.Title.ToString());
        Assert.DoesNotMatch(@"\.$", rule.MessageFormat.ToString());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_the_category_of_its_range(string id)
        => Assert.Equal(
            "TypedSessions." + int.Parse(id.AsSpan(4)) switch
            {
                < 30 => "Declaration",
                < 33 => "TestCookie",
                < 40 => "Declaration",
                < 60 => "Lifetime",
                < 80 => "Access",
                < 100 => "SetUp",
                < 110 => "Secrets",
                _ => "Shape",
            },
            Rule(id).Category);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_release_row(string id)
    {
        var row = Assert.Single(RulePages.ReleaseRows, row => row[0] == id);

        Assert.Equal([Rule(id).Category, Rule(id).DefaultSeverity.ToString()], row[1..3]);
        Assert.Contains(Rule(id).Title.ToString(), row[3], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_page_with_the_same_title_and_severity(string id)
    {
        var page = RulePages.Text(id);

        Assert.StartsWith($"# {id}: {Rule(id).Title}\n", page, StringComparison.Ordinal);
        Assert.Contains($"| Category | `{Rule(id).Category}` |", page, StringComparison.Ordinal);
        Assert.Contains($"| Severity | {Severity(id)} |", page, StringComparison.Ordinal);
        Assert.Equal(
            ["Cause", "Rule description", "How to fix", "When to suppress", "Example"],
            RulePages.Headings(id).Except(["Configuration"]));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_mentions_a_code_fix_if_there_is_one(string id)
        => Assert.Equal(
            RuleIndex.Fixes(id).Any(),
            RulePages.Section(id, "How to fix").Contains("code fix", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void The_index_of_the_pages_matches_the_rules_and_the_fixes()
    {
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            RulePages.Index = RuleIndex.Write();
        }

        Assert.Equal(RuleIndex.Write(), RulePages.Index);
        Assert.All(
            AnalyzerTestProject.Rules,
            static rule => Assert.Contains($"| [{rule.Id}]({rule.Id}.md) |", RulePages.Index, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_is_of_a_rule() => Assert.Equal(AnalyzerTestProject.Rules.Select(static rule => rule.Id), RulePages.Ids);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_tests_with_and_without_a_diagnostic(string id)
    {
        var tests = typeof(RuleTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods())
            .Where(static method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(static method => method.Name)
            .ToArray();

        Assert.Contains(tests, test => test.StartsWith(id + "_reports", StringComparison.Ordinal));
        Assert.Contains(tests, test => test.StartsWith(id + "_is_silent", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public Task The_right_example_of_a_page_compiles_and_is_not_reported(string id)
        => (AnalyzerTest.Create(id) with { BuildProperties = RulePages.Project(id).BuildProperties })
            .Verify(RulePages.Example(id, "Right"));

    [Fact]
    public void Every_reason_of_the_generator_to_skip_code_has_a_rule()
    {
        var models = AnalyzerTestProject.Rules
            .Select(static rule => AnalyzerTestProject.Compile(
                RulePages.Project(rule.Id).LanguageVersion, [RulePages.Example(rule.Id, "Wrong")]))
            .SelectMany(static project => project.GetSymbolsWithName(static _ => true, SymbolFilter.Type))
            .OfType<INamedTypeSymbol>()
            .Where(SessionAttributes.IsModel)
            .ToArray();
        var properties = models.SelectMany(static model => model.GetMembers())
            .OfType<IPropertySymbol>()
            .Where(static property => SessionAttributes.FindPropertyAttribute(property) is not null);

        Assert.Equal(Enum.GetValues<ModelProblem>(), models.Select(SessionModelRules.Examine).Distinct().Order());
        Assert.Equal(
            Enum.GetValues<PropertyProblem>().Except([PropertyProblem.UnknownType]),
            properties.Select(SessionPropertyRules.Examine).Distinct().Order());
    }

    [Fact]
    public void Every_reason_not_to_store_a_type_is_explained()
    {
        var unexplained = TypeProblemText.Create(TypeProblem.None);

        Assert.All(
            Enum.GetValues<TypeProblem>().Except([TypeProblem.None, TypeProblem.Unknown]),
            problem => Assert.NotEqual(unexplained, TypeProblemText.Create(problem)));
    }

    private static bool IsAdvice(DiagnosticDescriptor rule) => rule.DefaultSeverity < DiagnosticSeverity.Warning;

    private static IEnumerable<string> GetIds(IEnumerable<DiagnosticDescriptor> rules)
        => rules.Select(static rule => rule.Id).Order(StringComparer.Ordinal);

    private static DiagnosticDescriptor Rule(string id) => AnalyzerTestProject.Rules.Single(rule => rule.Id == id);

    private static string GetName(string id)
        => typeof(DiagnosticIds).GetFields().Single(field => (string)field.GetRawConstantValue()! == id).Name;

    private static string Severity(string id) => Rule(id).DefaultSeverity.ToString().ToLowerInvariant();
}
