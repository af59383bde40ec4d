using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Compares the constant keys that code uses by hand with those of the models and with each other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RawKeyAnalyzer : SessionAnalyzer
{
    /// <summary>The property of a diagnostic that has the key which was probably meant.</summary>
    internal const string ProposedKey = "Key";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.RawKeyOfProperty, Descriptors.NearMissOfKey, Descriptors.KeyOfTwoTypes];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        var calls = new SessionCalls(context.Compilation, types);
        var keys = new ModelKeys(context.Compilation);
        var others = new ConcurrentBag<KeyedCall>();
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (calls.Read(node) is { Key: { } key } call)
                {
                    Analyze(node, call, key, keys, others);
                }
            },
            SyntaxKind.InvocationExpression);
        context.RegisterCompilationEndAction(end => Compare(end, keys, others));
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, KeyedCall call, string key, ModelKeys keys, ConcurrentBag<KeyedCall> others)
    {
        if (!keys.Has(key))
        {
            others.Add(call);
        }
        else if (keys.Find(key, context.ContainingSymbol!) is { } property)
        {
            context.ReportDiagnostic(StoredForm.Differs(call.ValueType, property.Type) ? OtherType(call, key, property) : UseProperty(call, key, property));
        }
    }

    private static Diagnostic UseProperty(KeyedCall call, string key, IPropertySymbol property)
        => Diagnostic.Create(Descriptors.RawKeyOfProperty, call.Place, key, property.FullName());

    private static Diagnostic OtherType(KeyedCall call, string key, IPropertySymbol property)
        => Diagnostic.Create(
            Descriptors.KeyOfTwoTypes,
            call.Place,
            key,
            call.Does(KeyedVerbs.Write) ? "written" : "read",
            call.ValueType!.ShortName(),
            $"session property '{property.FullName()}' has it",
            property.Type.WithoutNullable().ShortName());

    private static void Compare(CompilationAnalysisContext context, ModelKeys keys, ConcurrentBag<KeyedCall> others)
    {
        foreach (var group in others.GroupBy(static call => call.Key!, StringComparer.Ordinal))
        {
            var calls = new KeyUse(group.Key, [.. group]);
            var found = calls.IsComplete ? calls.ReadAsOtherType() : NearMisses(calls, keys);
            foreach (var diagnostic in found)
            {
                context.ReportDiagnostic(diagnostic);
            }
        }
    }

    private static IEnumerable<Diagnostic> NearMisses(KeyUse use, ModelKeys keys)
        => use.MayBeMisspelt && keys.FindNear(use.Key) is { } near
            ? use.Calls.Select(call => Diagnostic.Create(
                Descriptors.NearMissOfKey,
                call.Place,
                ImmutableDictionary<string, string?>.Empty.Add(ProposedKey, near.Key),
                use.Key,
                near.Key,
                near.Value.FullName(),
                use.IsOnlyWritten ? "reads" : "sets"))
            : [];
}
