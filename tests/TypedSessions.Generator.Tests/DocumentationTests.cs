using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests;

/// <summary>The code on the pages of <c>docs</c> compiles, each block as a program of its own that knows the types and usings of the blocks before it.</summary>
public sealed partial class DocumentationTests
{
    // The implicit usings of a web project, and no others.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    // What a block may use without saying where it comes from.
    private static readonly string[] Given =
    [
        "var builder = WebApplication.CreateBuilder();",
        "var app = builder.Build();",
    ];

    // What a block may refer to beside .NET.
    private static readonly MetadataReference[] Packages =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "*EntityFrameworkCore*.dll")
            .Append(Path.Combine(AppContext.BaseDirectory, "Npgsql.dll"))
            .Append(Path.Combine(AppContext.BaseDirectory, "Microsoft.AspNetCore.Mvc.Testing.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Folder, "*.md").Select(file => Path.GetFileName(file))];

    private static string Folder => Path.Combine(FindRoot(), "docs");

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_code_on_a_page_compiles(string page)
    {
        var known = new Dictionary<string, string>();
        var usings = new HashSet<string>();
        foreach (Match block in Blocks().Matches(File.ReadAllText(Path.Combine(Folder, page))))
        {
            var code = block.Groups["code"].Value;
            var types = TypesOf(code);
            var program = Program(code, usings, known.Where(type => !types.ContainsKey(type.Key)).Select(type => type.Value));
            var errors = GeneratorRun.Unchecked(program).Problems().Where(problem => problem.Severity == DiagnosticSeverity.Error);
            Assert.True(!errors.Any(), $"{page}:\n{code}\n{string.Join('\n', errors)}");
            usings.UnionWith(UsingsOf().Matches(code).Select(static directive => directive.Value));
            foreach (var (name, type) in types)
            {
                known[name] = type;
            }
        }
    }

    [Theory]
    [InlineData("from-django.md", 5)]
    [InlineData("from-aspnetcore.md", 3)]
    [InlineData("getting-started.md", 3)]
    [InlineData("engines.md", 9)]
    [InlineData("expiry-and-sign-in.md", 5)]
    [InlineData("security.md", 4)]
    [InlineData("testing.md", 5)]
    [InlineData("entity-framework.md", 5)]
    public void A_page_has_code(string page, int blocks)
        => Assert.True(Blocks().Count(File.ReadAllText(Path.Combine(Folder, page))) >= blocks);

    private static Dictionary<string, string> TypesOf(string code)
        => CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot().Members.OfType<BaseTypeDeclarationSyntax>()
            .ToDictionary(type => type.Identifier.Text, type => type.ToString());

    // What is pasted into one project has the usings of the blocks before it.
    private static CSharpCompilation Program(string code, IEnumerable<string> usingsBefore, IEnumerable<string> types)
    {
        var missing = Given.Where(line => !code.Contains(Declared(line), StringComparison.Ordinal));
        var usings = UsingsOf().Matches(code);
        var body = SessionParameter().Replace(UsingsOf().Replace(code, ""), "global::TypedSessions.ITypedSession session");
        var program = $"{string.Join('\n', usings)}\n{string.Join('\n', missing)}\n{body}";
        var given = $"{Usings}\n{string.Join('\n', usingsBefore.Select(static directive => "global " + directive))}";
        var project = TestCompilation.CreatePlain([program, given, .. types]).AddReferences(Packages);
        return project.WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication));
    }

    // "var builder" of "var builder = ...": a block that declares it itself is not given it.
    private static string Declared(string line) => line[..line.IndexOf('=')].TrimEnd();

    [GeneratedRegex("^```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();

    // The compiler of these tests has no extension properties, which come with C# 14. To this interface they are members.
    [GeneratedRegex(@"\bISession session\b")]
    private static partial Regex SessionParameter();

    [GeneratedRegex("^using [A-Za-z.]+;$", RegexOptions.Multiline)]
    private static partial Regex UsingsOf();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TypedSessions.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run below the repository.");
        }

        return folder.FullName;
    }
}
