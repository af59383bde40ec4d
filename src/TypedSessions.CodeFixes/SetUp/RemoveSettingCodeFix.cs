using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Removes a setting whose default is safer, if it is a separate line.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveSettingCodeFix)), Shared]
public sealed class RemoveSettingCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.InsecureCookie];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<AssignmentExpressionSyntax>() is { Parent: ExpressionStatementSyntax } assignment
            && assignment.Left is MemberAccessExpressionSyntax { Name: var name }
            && Lines.Find(assignment) is { } line)
        {
            yield return context.CreateFix(
                $"Remove the setting of '{name}'",
                nameof(RemoveSettingCodeFix),
                editor => editor.RemoveNode(line, SyntaxRemoveOptions.KeepUnbalancedDirectives));
        }
    }
}
