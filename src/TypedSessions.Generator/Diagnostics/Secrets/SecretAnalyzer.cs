using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>
/// Finds session properties whose name or type says that they hold a secret, and secrets that code puts into a session by hand.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.SecretName, Descriptors.SecretType];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        var calls = new SessionCalls(context.Compilation, types);
        var keys = new ModelKeys(context.Compilation);
        context.RegisterSymbolAction(AnalyzeProperty, SymbolKind.Property);
        context.RegisterSyntaxNodeAction(node => AnalyzeCall(node, calls, keys), SyntaxKind.InvocationExpression);
    }

    private static void AnalyzeProperty(SymbolAnalysisContext context)
    {
        var property = (IPropertySymbol)context.Symbol;
        if (property.PartialDefinitionPart is null
            && SessionAttributes.OfProperty(property) is not null
            && Problem(property) is { } diagnostic
            && !Justification.Covers(property)
            && SessionPropertyRules.Examine(property) is not (PropertyProblem.UnsupportedType or PropertyProblem.UnknownType))
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context, SessionCalls calls, ModelKeys keys)
    {
        if (calls.Read(context) is { } call
            && call.Does(KeyedVerbs.Write)
            && Problem(call, keys) is { } diagnostic
            && !Justification.Covers(context.SemanticModel.GetEnclosingSymbol(context.Node.SpanStart, context.CancellationToken)))
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static Diagnostic? Problem(IPropertySymbol property)
        => SecretTypes.Find(property.Type.WithoutNullable()) is { } secret
            ? SecretType(Locations.Name(property), property.FullName(), secret)
            : Secret.IsNamed(property.Name, property.Type) ? Diagnostic.Create(
                Descriptors.SecretName, Locations.Name(property), property.FullName())
            : null;

    private static Diagnostic? Problem(KeyedCall call, ModelKeys keys)
    {
        if (call.Value is not { Type: { } type } value)
        {
            return null;
        }

        return SecretTypes.Find(type) is { } secret ? SecretType(value.Syntax.GetLocation(), call.Call.TargetMethod.Name, secret)
            : call.Key is { } key
                && Secret.IsNamed(key, type)
                && !IsNothing(value)
                && !keys.Has(key) ? Diagnostic.Create(Descriptors.SecretName, call.Place, key)
            : null;
    }

    private static Diagnostic SecretType(Location place, string name, (ITypeSymbol Type, string Reason) secret)
        => Diagnostic.Create(Descriptors.SecretType, place, name, secret.Type.Name, secret.Reason);

    private static bool IsNothing(IOperation value) => value.ConstantValue is { HasValue: true, Value: null or "" };
}
