using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Benchmarks.Compilation;

#pragma warning disable RS1035, RS1036, RS1041, RS1042 // It is for measuring, and never in a compiler.

/// <summary>What no generator of this shape can do without: to have the classes with the attribute found.</summary>
internal sealed class FloorGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
        => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(
                "TypedSessions.SessionModelAttribute",
                static (node, _) => node is ClassDeclarationSyntax,
                static (_, _) => true),
            static (_, _) => { });
}
