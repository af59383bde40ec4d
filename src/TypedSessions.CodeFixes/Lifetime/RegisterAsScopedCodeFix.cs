using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Lifetime;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RegisterAsScopedCodeFix)), Shared]
public sealed class RegisterAsScopedCodeFix : SessionCodeFix
{
    private const string Singleton = nameof(Singleton);

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SessionInSingleton];

    // A hosted service and middleware are reported at their constructors, and cannot be anything else.
    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Node is GenericNameSyntax { Identifier.ValueText: var name } registration
            && name.EndsWith(Singleton, StringComparison.Ordinal))
        {
            var scoped = name.Substring(0, name.Length - Singleton.Length) + "Scoped";
            yield return place.Fix(
                $"Use '{scoped}'",
                nameof(RegisterAsScopedCodeFix),
                editor => editor.ReplaceNode(
                    registration,
                    (current, _) => ((GenericNameSyntax)current)
                        .WithIdentifier(SyntaxFactory.Identifier(scoped).WithTriviaFrom(registration.Identifier))));
        }
    }
}
