using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Says why the generator writes nothing for a class with <c>[SessionModel]</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.ModelNotPartial,
        Descriptors.ContainingTypeNotPartial,
        Descriptors.LanguageVersion,
        Descriptors.RecordModel,
        Descriptors.StaticModel,
        Descriptors.AbstractModel,
        Descriptors.FileLocalModel,
        Descriptors.DerivedModel,
        Descriptors.NoParameterlessConstructor,
        Descriptors.RequiredMember,
    ];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
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

    /// <summary>Returns why a class cannot be a model.</summary>
    internal static IEnumerable<Diagnostic> GetProblems(INamedTypeSymbol model, CancellationToken cancellation)
        => SessionModelRules.Examine(model) switch
        {
            ModelProblem.NotPartial => [At(Locations.Name(model), Descriptors.ModelNotPartial, model.Name)],
            ModelProblem.ContainingTypeNotPartial => ContainingTypes(model),
            ModelProblem.LanguageVersion => [At(Locations.Name(model), Descriptors.LanguageVersion, model.Name, Version(model))],
            ModelProblem.Record => [At(Locations.RecordKeyword(model, cancellation), Descriptors.RecordModel, model.Name)],
            ModelProblem.Static =>
                [At(Locations.Modifier(model, SyntaxKind.StaticKeyword, cancellation), Descriptors.StaticModel, model.Name)],
            ModelProblem.Abstract =>
                [At(Locations.Modifier(model, SyntaxKind.AbstractKeyword, cancellation), Descriptors.AbstractModel, model.Name)],
            ModelProblem.FileLocal => [FileLocal(model, cancellation)],
            ModelProblem.DerivesFromModel =>
                [At(Locations.BaseType(model, cancellation), Descriptors.DerivedModel, model.Name, BaseModel(model))],
            ModelProblem.NoParameterlessConstructor => [At(Locations.Name(model), Descriptors.NoParameterlessConstructor, model.Name)],
            ModelProblem.RequiredMember => RequiredMembers(model, cancellation),
            _ => [],
        };

    private static IEnumerable<Diagnostic> ContainingTypes(INamedTypeSymbol model)
    {
        for (var type = SessionModelRules.NonPartialContainer(model); type is not null; type = SessionModelRules.NonPartialContainer(type))
        {
            yield return At(Locations.Name(type), Descriptors.ContainingTypeNotPartial, type.Name, model.Name);
        }
    }

    private static Diagnostic FileLocal(INamedTypeSymbol model, CancellationToken cancellation)
    {
        var type = model;
        while (!type.IsFileLocal && type.ContainingType is { } containing)
        {
            type = containing;
        }

        return At(Locations.Modifier(type, SyntaxKind.FileKeyword, cancellation), Descriptors.FileLocalModel, model.Name, type.Name);
    }

    private static string BaseModel(INamedTypeSymbol model)
    {
        var type = model.BaseType;
        while (type is not null && !SessionAttributes.IsModel(type))
        {
            type = type.BaseType;
        }

        return type?.Name ?? "";
    }

    // A required session property has a rule of its own. A required member of a base class is reported where the base class is chosen.
    private static IEnumerable<Diagnostic> RequiredMembers(INamedTypeSymbol model, CancellationToken cancellation)
    {
        for (var type = model; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (IsRequired(member))
                {
                    var isInherited = !ReferenceEquals(type, model);
                    var place = isInherited
                        ? Locations.BaseType(model, cancellation)
                        : Locations.Modifier(member, SyntaxKind.RequiredKeyword, cancellation);
                    yield return At(place, Descriptors.RequiredMember, model.Name, member.Name);
                }
            }
        }
    }

    private static bool IsRequired(ISymbol member)
        => member is IFieldSymbol { IsRequired: true }
            || (member is IPropertySymbol { IsRequired: true } property && SessionAttributes.OfProperty(property) is null);

    private static string Version(INamedTypeSymbol model)
        => model.DeclaringSyntaxReferences[0].SyntaxTree.Options is CSharpParseOptions options
            ? options.LanguageVersion.ToDisplayString()
            : "?";

    private static Diagnostic At(Location place, DiagnosticDescriptor rule, params object[] names) => Diagnostic.Create(rule, place, names);
}
