using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Remembers what was read of each class. The compiler asks for all models after every edit, wherever
/// it was made; what was read stays true for as long as no declaration of the project changes.
/// </summary>
internal static class ModelMemory
{
    // By the declaration with the attribute, which is the same object until its file is edited.
    private static readonly ConditionalWeakTable<SyntaxNode, StrongBox<Entry?>> Entries = new();

    /// <inheritdoc cref="SessionModelParser.Parse"/>
    public static ParsedModel? Parse(Compilation project, INamedTypeSymbol type, SyntaxNode declaration, CancellationToken cancellation)
    {
        var declarations = Declarations.Of(project);
        var memory = Entries.GetOrCreateValue(declaration);
        if (memory.Value is { } known && known.Declarations == declarations)
        {
            return known.Model;
        }

        var model = SessionModelParser.Parse(type, declaration, cancellation);
        memory.Value = new(declarations, model);
        return model;
    }

    private sealed record Entry(Declarations Declarations, ParsedModel? Model);
}
