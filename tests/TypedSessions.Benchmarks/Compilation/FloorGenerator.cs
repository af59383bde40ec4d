using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Benchmarks.Compilation;

#pragma warning disable RS1035, RS1036, RS1041, RS1042 // It is for measuring, and never in a compiler.

/// <summary>
/// What no generator of this shape can do without: to have the classes with the
/// attribute found, and then to have a file kept for each of them.
/// </summary>
/// <param name="writes">Whether there are files.</param>
internal sealed class FloorGenerator(bool writes) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
        => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(
                "TypedSessions.SessionModelAttribute",
                static (node, _) => node is ClassDeclarationSyntax,
                (it, _) => writes ? it.TargetSymbol.Name : ""),
            (output, name) =>
            {
                if (writes)
                {
                    output.AddSource(name + ".g.cs", "");
                }
            });
}
