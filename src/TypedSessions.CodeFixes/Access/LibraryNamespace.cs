using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Access;

/// <summary>Imports the namespace of the <c>ISession</c> extensions.</summary>
internal static class LibraryNamespace
{
    private const string Extension = "As";

    public static void Import(SyntaxEditor editor, FixContext context)
    {
        if (!IsImported(context))
        {
            editor.ReplaceNode(context.Root, static (root, _) => Import((CompilationUnitSyntax)root));
        }
    }

    private static bool IsImported(FixContext context)
        => context.Model.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.ISession") is { } session
            && !context.Model.LookupSymbols(context.Node.SpanStart, session, Extension, includeReducedExtensionMethods: true).IsEmpty;

    // Fix-all calls this once per diagnostic.
    private static CompilationUnitSyntax Import(CompilationUnitSyntax root)
        => root.Usings.Any(static directive => directive.Name?.ToString() == KnownNames.HttpNamespace)
            ? root
            : root.AddUsings(CreateUsing());

    private static UsingDirectiveSyntax CreateUsing()
        => SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(KnownNames.HttpNamespace))
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(SyntaxFactory.LineFeed);
}
