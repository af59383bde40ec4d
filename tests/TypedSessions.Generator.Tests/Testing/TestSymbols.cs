using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>Creates symbols for tests.</summary>
internal static class TestSymbols
{
    /// <summary>Returns the class <c>M</c> of a project.</summary>
    public static INamedTypeSymbol Model(string source) => TestCompilation.Create(source).GetTypeByMetadataName("M")!;

    /// <summary>Returns the property <c>P</c> of the class <c>M</c> of a project.</summary>
    public static IPropertySymbol Property(string source) => Model(source).GetMembers().OfType<IPropertySymbol>().Single();

    /// <summary>Returns the type that a C# type expression denotes in a project with the given declarations.</summary>
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
