using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Emitting;
using TypedSessions.Generator.Model;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator;

/// <summary>
/// Generates the other half of every <c>[SessionModel]</c> class. Analyzers report classes that cannot be implemented; the generator does
/// so only if the compiler stops before the analyzers run.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SessionModelGenerator : IIncrementalGenerator
{
    private const string DesignTimeBuild = "build_property.DesignTimeBuild";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var parsed = context.SyntaxProvider.ForAttributeWithMetadataName(
            KnownNames.ModelAttributeFullName,
            static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
            static (context, cancellationToken) => Parse((INamedTypeSymbol)context.TargetSymbol, context.TargetNode, cancellationToken));
        var models = parsed
            .Select(static (parsed, _) => parsed?.Model)
            .Where(static model => model is not null)
            .WithTrackingName(TrackingNames.Models);
        context.RegisterSourceOutput(
            models, static (context, model) => context.AddSource(model!.HintName + ".g.cs", SessionModelEmitter.Emit(model)));

        Report(context, parsed.SelectMany(static (parsed, _) => parsed?.Problems ?? []));
        Report(context, FindOutsideModels(context));
    }

    private static ParsedModel? Parse(INamedTypeSymbol type, SyntaxNode declaration, CancellationToken cancellationToken)
    {
        if (!SessionAttributes.IsModelDeclaration(type, declaration))
        {
            return null;
        }

        if (SessionModelRules.CanImplement(type))
        {
            return new(SessionModelParser.Parse(type, cancellationToken), default);
        }

        return UnusableProperties.Find(type).Any()
            ? new(null, new([.. ModelAnalyzer.GetProblems(type, cancellationToken).Select(ReportedProblem.From)]))
            : null;
    }

    // In an editor the analyzers report these problems, with fixes.
    private static void Report(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ReportedProblem> problems)
    {
        var isDesignTime = context.AnalyzerConfigOptionsProvider.Select(static (options, _)
                => options.GlobalOptions.TryGetValue(DesignTimeBuild, out var value)
                    && bool.TryParse(value, out var isDesignTime)
                    && isDesignTime);
        context.RegisterSourceOutput(
            problems.Combine(isDesignTime),
            static (context, it) =>
            {
                if (!it.Right)
                {
                    context.ReportDiagnostic(it.Left.ToDiagnostic());
                }
            });
    }

    private static IncrementalValuesProvider<ReportedProblem> FindOutsideModels(IncrementalGeneratorInitializationContext context)
        => context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.PropertyAttributeFullName,
                static (node, _) => node is PropertyDeclarationSyntax { Parent: TypeDeclarationSyntax type } && !HasModelAttribute(type),
                static (context, _) => context.TargetSymbol is IPropertySymbol property
                    && !SessionAttributes.IsModel(property.ContainingType)
                    && UnusableProperties.LacksImplementation(property)
                        ? ReportedProblem.From(PropertyAnalyzer.CreateOutsideModel(property))
                        : null)
            .Where(static problem => problem is not null)
            .Select(static (problem, _) => problem!);

    // Checks the syntax only, because binding the properties of all models would cost more than the rest of the generator.
    private static bool HasModelAttribute(TypeDeclarationSyntax type)
        => type.AttributeLists.Any(static list => list.Attributes.Any(static attribute
            => attribute.Name.ToString().IndexOf("SessionModel", StringComparison.Ordinal) >= 0));
}
