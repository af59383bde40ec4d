using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Determines whether a value is a secret, by its name or its type, with the names and types that the project adds.</summary>
/// <param name="Names">The names that the project adds.</param>
/// <param name="Types">The full names of the types that the project adds.</param>
internal sealed record Secret(IReadOnlyCollection<string> Names, IReadOnlyCollection<string> Types)
{
    private const string ConfiguredReason = "which the project lists as secret";
    private const string NamesEntry = ConfiguredWords.Prefix + DiagnosticIds.SecretName + ".secret_names";
    private const string TypesEntry = ConfiguredWords.Prefix + DiagnosticIds.SecretType + ".secret_types";

    public static Secret Create(AnalyzerOptions options, SyntaxTree? file)
        => new(ConfiguredWords.GetNames(options, file, NamesEntry), ConfiguredWords.Get(options, file, TypesEntry));

    /// <summary>Returns whether a value is a secret by its name, if its type can hold one.</summary>
    public bool IsSecret(string name, ITypeSymbol type)
        => (SecretTypes.CanHoldText(type) && SecretNames.IsCredential(name, Names))
            || (SecretTypes.CanHoldDigits(type) && SecretNames.IsNumber(name));

    /// <summary>Returns the first type with secrets among a type, its elements and its type arguments.</summary>
    public (ITypeSymbol Type, string Reason)? FindType(ITypeSymbol? type) => SecretTypes.Find(type) ?? FindConfigured(type);

    private (ITypeSymbol Type, string Reason)? FindConfigured(ITypeSymbol? type)
        => Types.Count == 0 ? null : type switch
        {
            IArrayTypeSymbol array => FindConfigured(array.ElementType),
            INamedTypeSymbol named when Types.Contains(GetFullName(named)) => (named, ConfiguredReason),
            INamedTypeSymbol named => named.TypeArguments.Select(FindConfigured).FirstOrDefault(static found => found is not null),
            _ => null,
        };

    private static string GetFullName(INamedTypeSymbol type)
        => type.WithoutNullable().OriginalDefinition.ToDisplayString(
            SymbolDisplayFormat.FullyQualifiedFormat
                .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)
                .WithGenericsOptions(SymbolDisplayGenericsOptions.None));
}
