using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Finds session properties whose name or type says that they hold a secret.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.SecretName, Descriptors.SecretType];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
        => context.RegisterSymbolAction(AnalyzeProperty, SymbolKind.Property);

    private static void AnalyzeProperty(SymbolAnalysisContext context)
    {
        var property = (IPropertySymbol)context.Symbol;
        if (property.PartialDefinitionPart is null
            && SessionAttributes.OfProperty(property) is not null
            && !Justification.Covers(property)
            && SessionPropertyRules.Examine(property) is not (PropertyProblem.UnsupportedType or PropertyProblem.UnknownType)
            && Problem(property) is { } diagnostic)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static Diagnostic? Problem(IPropertySymbol property)
        => SecretTypes.Find(property.Type.WithoutNullable()) is { } secret
            ? Diagnostic.Create(Descriptors.SecretType, Syntax.Name(property), property.FullName(), secret.Type.ShortName(), secret.Reason)
            : Secret.IsNamed(property.Name, property.Type)
                ? Diagnostic.Create(Descriptors.SecretName, Syntax.Name(property), property.FullName())
                : null;
}
