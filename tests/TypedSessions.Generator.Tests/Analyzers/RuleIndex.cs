using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>Creates the text of <c>docs/rules/README.md</c> from the rules and the code fixes.</summary>
internal static partial class RuleIndex
{
    private static readonly (string Category, string Ids, string Heading, string Theme)[] Themes =
    [
        ("Declaration", "001–029", "Declaration", "how models and properties are declared"),
        ("TestCookie", "030–039", "Test cookie", "the test cookie"),
        ("Lifetime", "040–059", "Lifetime", "the lifetime of a session"),
        ("Access", "060–079", "Access", "access to values"),
        ("SetUp", "080–099", "Set-up", "set-up of the application"),
        ("Secrets", "100–109", "Secrets", "secrets"),
        ("Shape", "from 110", "Shape", "what sessions store"),
    ];

    public static string Write()
    {
        var rules = AnalyzerTestProject.Rules;
        var fixable = rules.Count(static rule => Fixes(rule.Id).Any());
        var text = new StringBuilder($"""
            # Rules

            TypedSessions has {rules.Length} rules, {fixable} of them with a code fix. Each rule has a page with its cause, how to fix
            it, when to suppress it, and an example of the wrong and the right code. Errors mean that nothing can be generated or the
            program cannot work, warnings that the code loses data, leaks or certainly fails; the rest is advice. Every code fix can be
            applied to a document, a project or the solution at once, in an editor or by `dotnet format analyzers`.

            This page is generated from the rules, by the test that compares it, when `ACCEPT_SNAPSHOTS=1` is set.

            | Ids | Theme | Category |
            |---|---|---|

            """);
        text.AppendJoin("", Themes.Select(static theme => $"| {theme.Ids} | {theme.Theme} | `TypedSessions.{theme.Category}` |\n"));
        foreach (var theme in Themes)
        {
            var rows = rules.Where(rule => rule.Category == "TypedSessions." + theme.Category).Select(Row).ToArray();
            if (rows.Length > 0)
            {
                text.Append($"\n## {theme.Heading}\n\n| Id | Rule | Severity | Code fix |\n|---|---|---|---|\n").AppendJoin("", rows);
            }
        }

        return text.ToString();
    }

    /// <summary>The fixes of a rule.</summary>
    public static IEnumerable<CodeFixProvider> Fixes(string id)
        => CodeFixProject.Providers.Where(provider => provider.FixableDiagnosticIds.Contains(id));

    private static string Row(DiagnosticDescriptor rule)
    {
        var severity = rule.DefaultSeverity.ToString().ToLowerInvariant();
        var fixes = string.Join(", ", Fixes(rule.Id).Select(GetName).DefaultIfEmpty("–"));
        return $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {severity} | {fixes} |\n";
    }

    // "make partial" of MakePartialCodeFix.
    private static string GetName(CodeFixProvider fix)
        => Capital().Replace(
            fix.GetType().Name.Replace("CodeFix", "", StringComparison.Ordinal), static letter => " " + letter.Value.ToLowerInvariant())
            .Trim();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
