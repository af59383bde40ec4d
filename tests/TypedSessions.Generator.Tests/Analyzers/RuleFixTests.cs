using System.Composition;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>Requirements of every code fix.</summary>
public sealed class RuleFixTests
{
    public static TheoryData<string> FixableIds
        =>
        [
            .. CodeFixProject.Providers.SelectMany(static provider => provider.FixableDiagnosticIds)
                .Where(IsOurs)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    public static TheoryData<string> Providers => [.. CodeFixProject.Providers.Select(static provider => provider.GetType().Name)];

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_fix_is_exported_for_CSharp_under_its_name_for_rules_that_exist(string name)
    {
        var provider = CodeFixProject.Providers.Single(provider => provider.GetType().Name == name);
        var export = provider.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>()!;

        Assert.Equal([LanguageNames.CSharp], export.Languages);
        Assert.Equal(name, export.Name);
        Assert.NotNull(provider.GetType().GetCustomAttribute<SharedAttribute>());
        Assert.NotNull(provider.GetFixAllProvider());
        Assert.NotEmpty(provider.FixableDiagnosticIds);
        Assert.Subset(
            AnalyzerTestProject.Rules.Select(static rule => rule.Id).ToHashSet(), provider.FixableDiagnosticIds.Where(IsOurs).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(FixableIds))]
    public Task The_wrong_example_of_a_page_is_fixed_one_by_one_and_all_together(string id)
    {
        var project = RulePages.Project(id);

        return (CodeFixTest.Create(id) with { LanguageVersion = project.LanguageVersion, BuildProperties = project.BuildProperties })
            .VerifyFixes(RulePages.Example(id, "Wrong"), FollowUp(id));
    }

    // The fix for a secret inserts a placeholder for the reason, and a key that moves or is retired must be recorded.
    private static string? FollowUp(string id) => id switch
    {
        DiagnosticIds.SecretName or DiagnosticIds.SecretType => DiagnosticIds.EmptyJustification,
        DiagnosticIds.KeyChangedType or DiagnosticIds.KeyDisappeared => DiagnosticIds.ShapeNotRecorded,
        _ => null,
    };

    // A fix may also be for a compiler error.
    private static bool IsOurs(string id) => id.StartsWith("TSES", StringComparison.Ordinal);
}
