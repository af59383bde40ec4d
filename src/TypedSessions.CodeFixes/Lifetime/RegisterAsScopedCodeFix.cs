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

    // Not offered for hosted services and middleware, which cannot be scoped.
    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Node is GenericNameSyntax { Identifier.ValueText: var name } registration
            && name.EndsWith(Singleton, StringComparison.Ordinal))
        {
            var scoped = name.Substring(0, name.Length - Singleton.Length) + "Scoped";
            yield return context.CreateFix(
                $"Use '{scoped}'",
                nameof(RegisterAsScopedCodeFix),
                editor => editor.ReplaceNode(
                    registration,
                    (current, _) => ((GenericNameSyntax)current)
                        .WithIdentifier(SyntaxFactory.Identifier(scoped).WithTriviaFrom(registration.Identifier))));
        }
    }
}
