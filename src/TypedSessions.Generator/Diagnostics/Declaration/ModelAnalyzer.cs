using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Reports why the generator cannot implement a class with <c>[SessionModel]</c>.</summary>
public sealed class ModelAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        DeclarationDescriptors.ModelNotPartial,
        DeclarationDescriptors.ContainingTypeNotPartial,
        DeclarationDescriptors.LanguageVersion,
        DeclarationDescriptors.RecordModel,
        DeclarationDescriptors.StaticModel,
        DeclarationDescriptors.AbstractModel,
        DeclarationDescriptors.FileLocalModel,
        DeclarationDescriptors.DerivedModel,
        DeclarationDescriptors.NoParameterlessConstructor,
        DeclarationDescriptors.RequiredMember,
    ];

    private protected override void Register(RuleContext context, LibraryTypes types)
        => context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);

    private static void Analyze(SymbolAnalysisContext context)
    {
        var model = (INamedTypeSymbol)context.Symbol;
        if (model.TypeKind == TypeKind.Class && SessionAttributes.IsModel(model))
        {
            foreach (var diagnostic in GetProblems(model, context.CancellationToken))
            {
                context.ReportDiagnostic(diagnostic);
            }
        }
    }

    /// <summary>Returns the diagnostics for a class that cannot be a model.</summary>
    internal static IEnumerable<Diagnostic> GetProblems(INamedTypeSymbol model, CancellationToken cancellationToken)
        => SessionModelRules.Examine(model) switch
        {
            ModelProblem.NotPartial => [Create(Locations.Name(model), DeclarationDescriptors.ModelNotPartial, model.Name)],
            ModelProblem.ContainingTypeNotPartial => GetContainingTypeProblems(model),
            ModelProblem.LanguageVersion
                => [Create(Locations.Name(model), DeclarationDescriptors.LanguageVersion, model.Name, GetLanguageVersion(model))],
            ModelProblem.Record =>
                [Create(Locations.RecordKeyword(model, cancellationToken), DeclarationDescriptors.RecordModel, model.Name)],
            ModelProblem.Static =>
                [
                    Create(
                        Locations.Modifier(model, SyntaxKind.StaticKeyword, cancellationToken),
                        DeclarationDescriptors.StaticModel,
                        model.Name),
                ],
            ModelProblem.Abstract =>
                [
                    Create(
                        Locations.Modifier(model, SyntaxKind.AbstractKeyword, cancellationToken),
                        DeclarationDescriptors.AbstractModel,
                        model.Name),
                ],
            ModelProblem.FileLocal => [CreateFileLocal(model, cancellationToken)],
            ModelProblem.DerivesFromModel =>
                [
                    Create(
                        Locations.BaseType(model, cancellationToken),
                        DeclarationDescriptors.DerivedModel,
                        model.Name,
                        GetBaseModelName(model)),
                ],
            ModelProblem.NoParameterlessConstructor =>
                [Create(Locations.Name(model), DeclarationDescriptors.NoParameterlessConstructor, model.Name)],
            ModelProblem.RequiredMember => GetRequiredMemberProblems(model, cancellationToken),
            _ => [],
        };

    private static IEnumerable<Diagnostic> GetContainingTypeProblems(INamedTypeSymbol model)
    {
        for (var type = SessionModelRules.FindNonPartialContainer(model); type
            is not null; type = SessionModelRules.FindNonPartialContainer(type))
        {
            yield return Create(Locations.Name(type), DeclarationDescriptors.ContainingTypeNotPartial, type.Name, model.Name);
        }
    }

    private static Diagnostic CreateFileLocal(INamedTypeSymbol model, CancellationToken cancellationToken)
    {
        var type = model;
        while (!type.IsFileLocal && type.ContainingType is { } containing)
        {
            type = containing;
        }

        return Create(
            Locations.Modifier(type, SyntaxKind.FileKeyword, cancellationToken),
            DeclarationDescriptors.FileLocalModel,
            model.Name,
            type.Name);
    }

    private static string GetBaseModelName(INamedTypeSymbol model)
    {
        var type = model.BaseType;
        while (type is not null && !SessionAttributes.IsModel(type))
        {
            type = type.BaseType;
        }

        return type?.Name ?? "";
    }

    // Required session properties have their own rule. Required members of a base class are reported at the base type.
    private static IEnumerable<Diagnostic> GetRequiredMemberProblems(INamedTypeSymbol model, CancellationToken cancellationToken)
    {
        for (var type = model; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (IsRequired(member))
                {
                    var isInherited = !ReferenceEquals(type, model);
                    var location = isInherited
                        ? Locations.BaseType(model, cancellationToken)
                        : Locations.Modifier(member, SyntaxKind.RequiredKeyword, cancellationToken);
                    yield return Create(location, DeclarationDescriptors.RequiredMember, model.Name, member.Name);
                }
            }
        }
    }

    private static bool IsRequired(ISymbol member)
        => member is IFieldSymbol { IsRequired: true }
            || (member is IPropertySymbol { IsRequired: true } property && SessionAttributes.FindPropertyAttribute(property) is null);

    private static string GetLanguageVersion(INamedTypeSymbol model)
        => model.DeclaringSyntaxReferences[0].SyntaxTree.Options is CSharpParseOptions options
            ? options.LanguageVersion.ToDisplayString()
            : "?";

    private static Diagnostic Create(Location location, DiagnosticDescriptor rule, params object[] names)
        => Diagnostic.Create(rule, location, names);
}
