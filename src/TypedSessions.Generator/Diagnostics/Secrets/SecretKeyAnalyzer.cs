using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Diagnostics.Declaration;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Finds secrets that code puts into a session by hand.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretKeyAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.SecretName, Descriptors.SecretType];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        var calls = new SessionCalls(context.Compilation, types);
        var keys = new ModelKeys(context.Compilation);
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (calls.Read(node) is { } call && call.Does(KeyedVerbs.Write) && Problem(call, keys) is { } diagnostic && !Justification.Covers(node.SemanticModel.GetEnclosingSymbol(node.Node.SpanStart, node.CancellationToken)))
                {
                    node.ReportDiagnostic(diagnostic);
                }
            },
            SyntaxKind.InvocationExpression);
    }

    private static Diagnostic? Problem(KeyedCall call, ModelKeys keys)
    {
        if (call.Value is not { Type: { } type } value)
        {
            return null;
        }

        return SecretTypes.Find(type) is { } secret
            ? Diagnostic.Create(Descriptors.SecretType, value.Syntax.GetLocation(), call.Call.TargetMethod.Name, secret.Type.ShortName(), secret.Reason)
            : call.Key is { } key && Secret.IsNamed(key, type) && value.ConstantValue is not { HasValue: true, Value: null or "" } && !keys.Has(key)
                ? Diagnostic.Create(Descriptors.SecretName, call.Place, key)
                : null;
    }
}
