using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Benchmarks.Compilation;

#pragma warning disable RS1035, RS1036, RS1041, RS1042 // Only this benchmark runs the generator.

/// <summary>The lower limit of such a generator's cost: it finds the classes with the attribute and has an empty transform.</summary>
/// <param name="addsFiles">Whether to add an empty file for each class.</param>
internal sealed class FloorGenerator(bool addsFiles) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
        => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(
                "TypedSessions.SessionModelAttribute",
                static (node, _) => node is ClassDeclarationSyntax,
                (it, _) => addsFiles ? it.TargetSymbol.Name : ""),
            (output, name) =>
            {
                if (addsFiles)
                {
                    output.AddSource(name + ".g.cs", "");
                }
            });
}
