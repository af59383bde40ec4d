using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Emitting;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator;

/// <summary>
/// Writes the other half of every <c>[SessionModel]</c> class. It reports nothing: what it passes over, an analyzer explains.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SessionModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.ModelAttributeFullName,
                static (node, _) => node is ClassDeclarationSyntax,
                static (context, cancellation) => ModelMemory.Parse(context.SemanticModel.Compilation, (INamedTypeSymbol)context.TargetSymbol, context.TargetNode, cancellation))
            .Where(static model => model is not null)
            .WithTrackingName(TrackingNames.Models);

        context.RegisterSourceOutput(models, static (context, model) => context.AddSource(model!.HintName + ".g.cs", SessionModelEmitter.Emit(model)));
    }
}
