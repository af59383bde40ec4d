using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Tests.Architecture;

/// <summary>
/// Finds references between the folders of a project by the names of types. Names of types in several folders are ignored, because
/// the syntax does not show which of them is meant.
/// </summary>
internal sealed class FolderReferences
{
    private readonly ILookup<string, SourceFile> _declarations;
    private readonly IReadOnlyList<SourceFile> _files;

    public FolderReferences(IEnumerable<SourceFile> files)
    {
        _files = [.. files];
        _declarations = _files.SelectMany(static file => file.Types, static (file, type) => (Name: type.Identifier.ValueText, File: file))
            .ToLookup(static type => type.Name, static type => type.File);
    }

    /// <summary>Returns each reference from a folder to another one, with the file that contains it.</summary>
    public IEnumerable<(string From, string To, string File, string Name)> Find()
        => from file in _files
           from name in FindTypeNames(file)
           let folders = _declarations[name].Select(static declaration => declaration.Folder).Distinct().ToArray()
           where folders.Length == 1 && folders[0] != file.Folder
           select (file.Folder, folders[0], file.Path, name);

    private static IEnumerable<string> FindTypeNames(SourceFile file)
        => file.Root.DescendantNodes(static node => !IsImport(node)).OfType<SimpleNameSyntax>()
            .Where(static name => IsType(name))
            .Select(static name => name.Identifier.ValueText)
            .Distinct();

    // A namespace may have a part with the name of a type: System.Collections.
    private static bool IsImport(SyntaxNode node) => node is UsingDirectiveSyntax { Alias: null, StaticKeyword.RawKind: 0 };

    // A name after a dot is a member, unless a namespace precedes it.
    private static bool IsType(SimpleNameSyntax name)
        => name.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression == name,
            NameColonSyntax or NameEqualsSyntax => false,
            _ => true,
        };
}
