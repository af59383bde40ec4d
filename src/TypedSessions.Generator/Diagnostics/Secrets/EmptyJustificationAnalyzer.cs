using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Reports justifications that are empty or a placeholder.</summary>
public sealed class EmptyJustificationAnalyzer : SessionAnalyzer
{
    private const string Suffix = "Attribute";
    private const string Argument = "Justification";
    private const string PlaceholdersEntry = ConfiguredWords.Prefix + DiagnosticIds.EmptyJustification + ".placeholders";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [SecretDescriptors.EmptyJustification];

    private protected override void Register(RuleContext context, LibraryTypes types)
        => context.RegisterNodeAction(Analyze, SyntaxKind.Attribute);

    private static void Analyze(NodeContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (IsNamed(attribute.Name)
            && context.SemanticModel.GetTypeInfo(attribute, context.CancellationToken).Type.Is(KnownNames.Namespace, Justification.Name)
            && !HasJustification(attribute, context))
        {
            context.ReportDiagnostic(Diagnostic.Create(SecretDescriptors.EmptyJustification, attribute.GetLocation()));
        }
    }

    private static bool IsNamed(NameSyntax name)
    {
        var last = name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
        return Justification.Name.StartsWith(last, StringComparison.Ordinal) && last.Length >= Justification.Name.Length - Suffix.Length;
    }

    // The compiler reports arguments that are not constant.
    private static bool HasJustification(AttributeSyntax attribute, NodeContext context)
    {
        var argument = attribute.ArgumentList?.Arguments.FirstOrDefault(
            static argument => argument.NameEquals?.Name.Identifier.ValueText == Argument);
        return argument is not null
            && (context.SemanticModel.GetConstantValue(argument.Expression, context.CancellationToken) is not { HasValue: true } constant
                || !IsEmpty(constant.Value as string, GetPlaceholders(context)));
    }

    // The code fix of the other rules inserts the first one.
    private static IEnumerable<string> GetPlaceholders(NodeContext context)
        => ["TODO", .. ConfiguredWords.Get(context.Options, context.Node.SyntaxTree, PlaceholdersEntry)];

    private static bool IsEmpty(string? justification, IEnumerable<string> placeholders)
        => string.IsNullOrWhiteSpace(justification)
            || placeholders.Any(word => justification!.TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase));
}
