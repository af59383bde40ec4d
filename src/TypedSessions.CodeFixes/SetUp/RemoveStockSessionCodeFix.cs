using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Removes <c>UseSession()</c> and <c>AddSession()</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveStockSessionCodeFix)), Shared]
public sealed class RemoveStockSessionCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.StockSession];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
        => CallRemoval.GetFixes(context, nameof(RemoveStockSessionCodeFix));
}
