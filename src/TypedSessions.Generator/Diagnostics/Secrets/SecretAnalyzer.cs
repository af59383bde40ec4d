using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Reports session properties whose name or type indicates a secret, and secrets that code stores by key.</summary>
public sealed class SecretAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }
        = [SecretDescriptors.SecretName, SecretDescriptors.SecretType];

    private protected override bool AnalyzesViews => true;

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        var calls = new SessionCalls(context.Compilation);
        var keys = new ModelKeys(context.Compilation);
        context.RegisterSymbolAction(AnalyzeProperty, SymbolKind.Property);
        context.RegisterNodeAction(node => AnalyzeCall(node, calls, keys), SyntaxKind.InvocationExpression);
    }

    private static void AnalyzeProperty(SymbolAnalysisContext context)
    {
        var property = (IPropertySymbol)context.Symbol;
        if (property.PartialDefinitionPart is null
            && SessionAttributes.FindPropertyAttribute(property) is not null
            && FindProblem(property, Secret.Create(context.Options, Locations.Name(property).SourceTree)) is { } diagnostic
            && Views.CanReport(diagnostic.Location, context.IsGeneratedCode)
            && !Justification.Covers(property)
            && SessionPropertyRules.Examine(property) is not (PropertyProblem.UnsupportedType or PropertyProblem.UnknownType))
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static void AnalyzeCall(NodeContext context, SessionCalls calls, ModelKeys keys)
    {
        if (calls.Read(context) is { } call
            && call.HasVerb(KeyedVerbs.Write)
            && FindProblem(call, keys, Secret.Create(context.Options, context.Node.SyntaxTree)) is { } diagnostic
            && call.CanReport(diagnostic.Location)
            && !Justification.Covers(context.SemanticModel.GetEnclosingSymbol(context.Node.SpanStart, context.CancellationToken)))
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static Diagnostic? FindProblem(IPropertySymbol property, Secret secrets)
        => secrets.FindType(property.ValueType().WithoutNullable()) is { } secret
            ? CreateSecretType(Locations.Name(property), property.FullName(), secret)
            : secrets.IsSecret(property.Name, property.ValueType()) ? Diagnostic.Create(
                SecretDescriptors.SecretName, Locations.Name(property), property.FullName())
            : !SessionAttributes.HasCodec(property) && StoredSecrets.Find(property.ValueType(), secrets) is { } stored
                ? CreateStored(Locations.Name(property), property.FullName(), stored)
            : null;

    private static Diagnostic? FindProblem(KeyedCall call, ModelKeys keys, Secret secrets)
    {
        if (call.Value is not { Type: { } form } value || GetStoredType(value) is not { } type)
        {
            return null;
        }

        return secrets.FindType(type) is { } secret ? CreateSecretType(value.Syntax.GetLocation(), call.Call.TargetMethod.Name, secret)
            : call.Key is { } key
                && secrets.IsSecret(key, form)
                && !IsEmpty(value)
                && !keys.Contains(key) ? Diagnostic.Create(SecretDescriptors.SecretName, call.Location, key)
            : StoredSecrets.Find(type, secrets) is { } stored
                ? CreateStored(value.Syntax.GetLocation(), type.WithoutNullable().ShortName(), stored)
            : null;
    }

    // session.SetString("user", JsonSerializer.Serialize(user)) stores the user.
    private static ITypeSymbol? GetStoredType(IOperation value)
        => value is IInvocationOperation
        {
            TargetMethod.Name: "Serialize" or "SerializeToUtf8Bytes" or "SerializeObject",
            Arguments: { IsEmpty: false } arguments,
        }
            ? (arguments[0].Value is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand : arguments[0].Value).Type
            : value.Type;

    private static Diagnostic CreateStored(Location location, string owner, StoredSecret secret)
        => secret.Type is { } type
            ? CreateSecretType(location, owner + "." + secret.Path, (type, secret.Reason!))
            : Diagnostic.Create(SecretDescriptors.SecretName, location, owner + "." + secret.Path);

    private static Diagnostic CreateSecretType(Location location, string name, (ITypeSymbol Type, string Reason) secret)
        => Diagnostic.Create(SecretDescriptors.SecretType, location, name, secret.Type.Name, secret.Reason);

    private static bool IsEmpty(IOperation value) => value.ConstantValue is { HasValue: true, Value: null or "" };
}
