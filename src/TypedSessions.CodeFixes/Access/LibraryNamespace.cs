using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Access;

/// <summary>Makes the extensions of <c>ISession</c> known in a file.</summary>
internal static class LibraryNamespace
{
    private const string Extension = "As";

    public static void Import(SyntaxEditor editor, FixPlace place)
    {
        if (!IsImported(place))
        {
            editor.ReplaceNode(place.Root, static (root, _) => Import((CompilationUnitSyntax)root));
        }
    }

    private static bool IsImported(FixPlace place)
        => place.Model.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.ISession") is { } session
            && !place.Model.LookupSymbols(place.Node.SpanStart, session, Extension, includeReducedExtensionMethods: true).IsEmpty;

    // Fix-all comes here once for each place.
    private static CompilationUnitSyntax Import(CompilationUnitSyntax root)
        => root.Usings.Any(static directive => directive.Name?.ToString() == KnownNames.HttpNamespace) ? root : root.AddUsings(Using());

    private static UsingDirectiveSyntax Using()
        => SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(KnownNames.HttpNamespace))
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(SyntaxFactory.LineFeed);
}
