using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>A user's project in memory with the strictest settings, under which generated code must have no warnings.</summary>
internal static class TestCompilation
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using TypedSessions;
        """;

    // The test compilations use the references of the test process.
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => IsPartOfDotNet(Path.GetFileName(path)))
            .Append(typeof(SessionModelAttribute).Assembly.Location)
            .Append(typeof(SessionDashboardOptions).Assembly.Location)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    // All compilations derive from one, to share the symbols of references, whose creation is the slowest part of a test.
    private static readonly CSharpCompilation Empty = CreateEmpty();

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    public static CSharpCompilation Create(params string[] sources) => Create(ParseOptions, sources);

    public static CSharpCompilation Create(CSharpParseOptions options, params string[] sources)
        => CreatePlain(options, sources).AddSyntaxTrees(Parse(GlobalUsings, options, "GlobalUsings.cs"));

    /// <summary>Creates a project without usings.</summary>
    public static CSharpCompilation CreatePlain(params string[] sources) => CreatePlain(ParseOptions, sources);

    private static CSharpCompilation CreatePlain(CSharpParseOptions options, string[] sources)
        => Empty.AddSyntaxTrees([.. sources.Select((source, index) => Parse(source, options, $"Source{index}.cs"))]);

    private static CSharpCompilation CreateEmpty()
    {
        var empty = CSharpCompilation.Create(
            "Shop",
            syntaxTrees: null,
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                warningLevel: 9999,
                nullableContextOptions: NullableContextOptions.Enable));
        _ = empty.Assembly;
        return empty;
    }

    public static SyntaxTree Parse(string source, CSharpParseOptions? options = null, string path = "")
        => CSharpSyntaxTree.ParseText(source, options ?? ParseOptions, path);

    private static bool IsPartOfDotNet(string file)
        => file.StartsWith("System.", StringComparison.Ordinal)
            || file.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            || file.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            || file is "mscorlib.dll" or "netstandard.dll" or "System.dll" or "Microsoft.Net.Http.Headers.dll";
}
