using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Composition;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>A rule that a project disables in all files does not run, even if other rules of its analyzer do.</summary>
public sealed class RuleSeverityTests
{
    private const string Id = DiagnosticIds.UnawaitedCall;
    private const string Other = DiagnosticIds.SharedSession;

    [Theory]
    [InlineData($"[*.cs]\ndotnet_diagnostic.{Id}.severity = none", false)]
    [InlineData($"[{{{{Cart,Order}}}}.cs]\ndotnet_diagnostic.{Id}.severity = none", false)]
    [InlineData($"[*.cs]\ndotnet_diagnostic.{Id}.severity = warning", true)]
    [InlineData($"[*.cs]\ndotnet_diagnostic.{Other}.severity = none", true)]
    [InlineData($"[Cart.cs]\ndotnet_diagnostic.{Id}.severity = none", true)]
    [InlineData($"[*.cs]\ndotnet_diagnostic.{Id}.severity = none\n[Cart.cs]\ndotnet_diagnostic.{Id}.severity = error", true)]
    public void A_rule_is_disabled_if_the_editorconfig_disables_it_for_all_files(string editorConfig, bool expected)
    {
        var project = Project();

        Assert.Equal(expected, IsEnabled(project.WithOptions(
            project.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(editorConfig + "\n")))));
    }

    [Theory]
    [InlineData(ReportDiagnostic.Suppress, false)]
    [InlineData(ReportDiagnostic.Error, true)]
    public void A_rule_is_disabled_if_NoWarn_names_it(ReportDiagnostic severity, bool expected)
    {
        var project = Project();

        Assert.Equal(expected, IsEnabled(project.WithOptions(
            project.Options.WithSpecificDiagnosticOptions([KeyValuePair.Create(Id, severity)]))));
    }

    [Fact]
    public void Rules_are_enabled_if_one_of_them_is()
    {
        var project = Project();
        var configured = project.WithOptions(
            project.Options.WithSpecificDiagnosticOptions([KeyValuePair.Create(Id, ReportDiagnostic.Suppress)]));

        Assert.True(RuleSeverity.IsAnyEnabled(
            AnalyzerTestProject.Rules.Where(static rule => rule.Id is Id or Other), configured, TestContext.Current.CancellationToken));
    }

    private static bool IsEnabled(Compilation project)
        => RuleSeverity.IsAnyEnabled(
            AnalyzerTestProject.Rules.Where(static rule => rule.Id == Id), project, TestContext.Current.CancellationToken);

    // A section does not apply to the code of generators.
    private static CSharpCompilation Project()
        => CSharpCompilation.Create(
            "Shop",
            [
                TestCompilation.Parse("class Cart;", path: "Cart.cs"),
                TestCompilation.Parse("class Order;", path: "Order.cs"),
                TestCompilation.Parse("class Generated;", path: "Generated.g.cs"),
            ]);
}
