using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>Symbols for the tests of the rules.</summary>
internal static class TestSymbols
{
    /// <summary>The class <c>M</c> of a project.</summary>
    public static INamedTypeSymbol Model(string source) => TestCompilation.Create(source).GetTypeByMetadataName("M")!;

    /// <summary>The property <c>P</c> of the class <c>M</c> of a project.</summary>
    public static IPropertySymbol Property(string source) => Model(source).GetMembers().OfType<IPropertySymbol>().Single();

    /// <summary>The type of an expression of types, in a project with the given declarations.</summary>
    public static IPropertySymbol PropertyOfType(string type, string declarations = "")
        => Property($$"""
            using System.Collections.Immutable;
            using System.IO;
            using System.Linq;
            using System.Linq.Expressions;
            using System.Text.Json.Serialization;
            using System.Threading;
            using System.Threading.Tasks;
            using Microsoft.AspNetCore.Http;

            [SessionModel]
            partial class M
            {
                [SessionProperty] public unsafe partial {{type}} P { get; set; }
            }

            {{declarations}}
            """);
}
