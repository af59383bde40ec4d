using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Recognizes calls that read or write a session by key. Names decide first, so that code without sessions is not even bound.
/// </summary>
internal sealed class SessionCalls
{
    private const string KeyParameter = "key";

    private readonly INamedTypeSymbol? _session;
    private readonly INamedTypeSymbol? _typedSession;
    private readonly INamedTypeSymbol? _extensions;
    private readonly INamedTypeSymbol? _dictionary;

    public SessionCalls(Compilation compilation, LibraryTypes types)
    {
        _session = compilation.GetTypeByMetadataName(KnownNames.HttpNamespace + ".ISession");
        _typedSession = types.Session;
        _extensions = compilation.GetTypeByMetadataName(KnownNames.HttpNamespace + ".SessionExtensions");
        _dictionary = compilation.GetTypeByMetadataName(KnownNames.Namespace + ".Dictionary.SessionDictionaryExtensions");
    }

    /// <summary>The call at a node.</summary>
    /// <returns>Nothing when the node is another call, or is not complete.</returns>
    public KeyedCall? Read(SyntaxNodeAnalysisContext context)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        return syntax.ArgumentList.Arguments.Count > 0
            && Name(syntax) is { } name
            && (IsTelling(name) || (IsPossible(name) && FileWords.Session.StandIn(syntax.SyntaxTree)))
                ? Read(context.SemanticModel.GetOperation(syntax, context.CancellationToken))
                : null;
    }

    /// <inheritdoc cref="Read(SyntaxNodeAnalysisContext)"/>
    public KeyedCall? Read(IOperation? operation)
        => operation is IInvocationOperation call && Verbs(call.TargetMethod) is { IsNone: false } use && Key(call, use.IsHelper) is { } key
            ? new(call, use.Verbs, key, use.HasKnownForm ? ValueType(call.TargetMethod) : null, use.IsHelper)
            : null;

    /// <summary>Whether a type is a session.</summary>
    public bool IsSession(ITypeSymbol? type) => IsOrImplements(type, _session);

    /// <summary>Whether a type is a session of this library.</summary>
    public bool IsTypedSession(ITypeSymbol? type) => IsOrImplements(type, _typedSession);

    /// <summary>The name of the method that is called on something: <c>session.Get(…)</c>, <c>context?.Session.Get(…)</c>.</summary>
    public static string? Name(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };

    private static bool IsTelling(string name) => name is "GetString" or "SetString" or "GetInt32" or "SetInt32";

    private static bool IsPossible(string name)
        => name is "Remove" or "Contains" or "Pop" || SaysGet(name) || SaysSet(name);

    private static bool SaysGet(string name)
        => name.StartsWith("Get", StringComparison.Ordinal) || name.StartsWith("TryGet", StringComparison.Ordinal);

    private static bool SaysSet(string name) => name.StartsWith("Set", StringComparison.Ordinal);

    private KeyedMethod Verbs(IMethodSymbol method)
    {
        var container = Container(method);
        if (Is(container, _extensions))
        {
            return KeyedMethod.OfExtension(method.Name);
        }

        if (Is(container, _dictionary))
        {
            return KeyedMethod.OfDictionary(method);
        }

        return IsOrImplements(container, _session) ? KeyedMethod.OfSession(method.Name)
            : method.IsExtensionMethod && IsSession(method.Parameters.FirstOrDefault()?.Type) ? Helper(method.Name)
            : default;
    }

    private static KeyedMethod Helper(string name)
        => SaysSet(name) ? new(KeyedVerbs.Write) { IsHelper = true }
            : SaysGet(name) && name != "GetOrAdd" ? new(KeyedVerbs.Read) { IsHelper = true }
            : default;

    // An extension member sits in a nameless type inside of the static class; its compiled form in the class itself.
    private static INamedTypeSymbol? Container(IMethodSymbol method)
        => method.ContainingType is { ContainingType: { IsStatic: true } outer, Name: "" } ? outer : method.ContainingType;

    // The first string is the key; in a helper that somebody wrote it has to be called so.
    private static IOperation? Key(IInvocationOperation call, bool isHelper)
    {
        IArgumentOperation? key = null;
        foreach (var argument in call.Arguments)
        {
            if (argument is { Parameter: { Type.SpecialType: SpecialType.System_String } parameter, ArgumentKind: ArgumentKind.Explicit }
                && (!isHelper || parameter.Name == KeyParameter)
                && (key is null || parameter.Ordinal < key.Parameter!.Ordinal))
            {
                key = argument;
            }
        }

        return key?.Value;
    }

    private static ITypeSymbol? ValueType(IMethodSymbol method)
    {
        if (method.TypeArguments.Length > 0)
        {
            return method.TypeArguments[method.TypeArguments.Length - 1];
        }

        var type = method.ReturnsVoid ? method.Parameters[method.Parameters.Length - 1].Type : method.ReturnType;
        return type.WithoutNullable();
    }

    private static bool IsOrImplements(ITypeSymbol? type, INamedTypeSymbol? known)
        => type is not null && known is not null
            && (Is(type, known) || type.AllInterfaces.Contains(known, SymbolEqualityComparer.Default)
                || (type is ITypeParameterSymbol parameter
                    && parameter.ConstraintTypes.Any(constraint => IsOrImplements(constraint, known))));

    private static bool Is(ITypeSymbol? type, INamedTypeSymbol? known)
        => known is not null && SymbolEqualityComparer.Default.Equals(type, known);
}
