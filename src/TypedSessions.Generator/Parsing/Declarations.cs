using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// All that a project declares, whatever stands in the bodies of its methods. Most edits are
/// made in a body, and all compilations between two edits of a declaration share one of these.
/// </summary>
internal sealed class Declarations
{
    private static readonly ConditionalWeakTable<Compilation, Declarations> OfProjects = new();

    // By a file that both have, a compilation finds what the one before it declared.
    private static readonly ConditionalWeakTable<SyntaxTree, Declarations> OfFiles = new();

    private readonly string? _name;
    private readonly CompilationOptions _options;
    private readonly ImmutableArray<MetadataReference> _references;
    private ImmutableArray<SyntaxTree> _files;

    private Declarations(CSharpCompilation project)
    {
        _name = project.AssemblyName;
        _options = project.Options;
        _references = project.ExternalReferences;
        Note(project.SyntaxTrees);
    }

    public static Declarations Of(Compilation project) => OfProjects.GetValue(project, static project => Find((CSharpCompilation)project));

    private static Declarations Find(CSharpCompilation project)
        => Before(project.SyntaxTrees) is { } before && before.AreOf(project) ? before : new(project);

    private static Declarations? Before(ImmutableArray<SyntaxTree> files)
    {
        foreach (var file in files)
        {
            if (OfFiles.TryGetValue(file, out var before))
            {
                return before;
            }
        }

        return null;
    }

    private bool AreOf(CSharpCompilation project)
    {
        var (known, files) = (_files, project.SyntaxTrees);
        if (files.Length != known.Length
            || project.AssemblyName != _name
            || !project.Options.Equals(_options)
            || !project.ExternalReferences.SequenceEqual(_references))
        {
            return false;
        }

        for (var i = 0; i < files.Length; i++)
        {
            if (files[i] != known[i] && !FileDeclarations.AreSame(known[i], files[i]))
            {
                return false;
            }
        }

        Note(files);
        return true;
    }

    private void Note(ImmutableArray<SyntaxTree> files)
    {
        var known = _files;
        _files = files;
        for (var i = 0; i < files.Length; i++)
        {
            if (known.IsDefault || files[i] != known[i])
            {
                OfFiles.Remove(files[i]);
                OfFiles.GetValue(files[i], _ => this);
            }
        }
    }
}
