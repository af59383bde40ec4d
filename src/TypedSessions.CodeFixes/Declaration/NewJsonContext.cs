using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Adds a <c>JsonSerializerContext</c> after a type, with the required <c>using</c>.</summary>
internal static class NewJsonContext
{
    public static void Add(SyntaxEditor editor, TypeDeclarationSyntax neighbour, string name, string[] types, SemanticModel model)
    {
        if (neighbour.Parent is { } container)
        {
            editor.ReplaceNode(container, (current, _) => Insert(current, neighbour.Identifier.ValueText, name, types));
        }

        if (!model.LookupNamespacesAndTypes(neighbour.SpanStart, null, KnownNames.JsonSerializerContext).Any())
        {
            editor.ReplaceNode(neighbour.SyntaxTree.GetRoot(), static (current, _) => WithUsing((CompilationUnitSyntax)current));
        }
    }

    // Another fix of the same model may have added it.
    private static SyntaxNode Insert(SyntaxNode container, string neighbour, string name, string[] types)
    {
        var members = container.ChildNodes().OfType<TypeDeclarationSyntax>().ToArray();
        return members.Any(member => member.Identifier.ValueText == name)
            || members.FirstOrDefault(member => member.Identifier.ValueText == neighbour) is not { } before
                ? container
                : container.InsertNodesAfter(before, [CreateContext(before, name, types)]);
    }

    private static MemberDeclarationSyntax CreateContext(TypeDeclarationSyntax before, string name, string[] types)
    {
        var line = Trivia.GetLineBreak(before).ToString();
        var indentation = Trivia.GetIndentation(before).ToString();
        var endsLine = before.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        var attributes = string.Concat(types.Select(type => $"{indentation}[JsonSerializable(typeof({type}))]{line}"));
        var start = endsLine ? line : line + line;
        var end = endsLine ? line : "";
        var text = $"{start}{attributes}{indentation}internal sealed partial class {name} : JsonSerializerContext;{end}";
        return SyntaxFactory.ParseMemberDeclaration(text)!;
    }

    private static CompilationUnitSyntax WithUsing(CompilationUnitSyntax root)
    {
        if (root.Usings.Any(static directive => directive.Name?.ToString() == KnownNames.JsonNamespace))
        {
            return root;
        }

        var line = Trivia.GetLineBreak(root);
        var directive = SyntaxFactory.ParseCompilationUnit($"using {KnownNames.JsonNamespace};").Usings[0];
        if (root.Usings.Count == 0)
        {
            return WithFirstUsing(root, directive, line);
        }

        // Sorted by name, after global usings. Comments above the first one, such as a license, stay above.
        var index = root.Usings.Count(
            static given => given.GlobalKeyword != default || string.CompareOrdinal(given.Name?.ToString(), KnownNames.JsonNamespace) < 0);
        directive = directive.WithTrailingTrivia(line);
        return index > 0
            ? root.WithUsings(root.Usings.Insert(index, directive))
            : root.WithUsings(root.Usings.Replace(root.Usings[0], root.Usings[0].WithoutLeadingTrivia())
                .Insert(0, directive.WithLeadingTrivia(root.Usings[0].GetLeadingTrivia())));
    }

    // After a license, which ends with a blank line; comments directly above the first declaration stay with it.
    private static CompilationUnitSyntax WithFirstUsing(CompilationUnitSyntax root, UsingDirectiveSyntax directive, SyntaxTrivia line)
    {
        var leading = root.GetLeadingTrivia();
        var end = leading.Count;
        while (end > 0
            && !(leading[end - 1].IsKind(SyntaxKind.EndOfLineTrivia) && end > 1 && leading[end - 2].IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            end--;
        }

        return root
            .WithLeadingTrivia(leading.Skip(end))
            .WithUsings([directive.WithLeadingTrivia(leading.Take(end)).WithTrailingTrivia(line, line)]);
    }
}
