using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Recognizes calls that read or write a session by key. Checks names first, so that unrelated code is not bound.</summary>
internal sealed class SessionCalls
{
    private const string KeyParameter = "key";

    private readonly INamedTypeSymbol? _session;
    private readonly INamedTypeSymbol? _extensions;
    private readonly INamedTypeSymbol? _dictionary;

    public SessionCalls(Compilation compilation)
    {
        _session = compilation.GetTypeByMetadataName(KnownNames.HttpNamespace + ".ISession");
        _extensions = compilation.GetTypeByMetadataName(KnownNames.HttpNamespace + ".SessionExtensions");
        _dictionary = compilation.GetTypeByMetadataName(KnownNames.Namespace + ".Dictionary.SessionDictionaryExtensions");
    }

    /// <summary>Returns the keyed call at a node.</summary>
    /// <returns>The call; <see langword="null"/> if the node is another call or incomplete.</returns>
    public KeyedCall? Read(NodeContext context)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        return syntax.ArgumentList.Arguments.Count > 0
            && GetName(syntax) is { } name
            && (IsSessionMethodName(name) || (IsCandidateName(name) && KeywordFilter.Session.Matches(syntax.SyntaxTree)))
            && Read(context.SemanticModel.GetOperation(syntax, context.CancellationToken)) is { } call
                ? call with { IsGenerated = context.IsGeneratedCode }
                : null;
    }

    /// <inheritdoc cref="Read(NodeContext)"/>
    public KeyedCall? Read(IOperation? operation)
        => operation is IInvocationOperation call
            && GetMethod(call.TargetMethod) is { IsNone: false } use
            && FindKey(call, use.IsHelper) is { } key
            ? new(call, use.Verbs, key, use.HasKnownForm ? GetValueType(call.TargetMethod) : null, use.IsHelper)
            : null;

    /// <summary>Returns the name of the called member: <c>session.Get(…)</c>, <c>context?.Session.Get(…)</c>.</summary>
    private static string? GetName(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };

    private static bool IsSessionMethodName(string name) => name is "GetString" or "SetString" or "GetInt32" or "SetInt32";

    private static bool IsCandidateName(string name)
        => name is "Remove" or "Contains" or "Pop" || HasGetPrefix(name) || HasSetPrefix(name);

    private static bool HasGetPrefix(string name)
        => name.StartsWith("Get", StringComparison.Ordinal) || name.StartsWith("TryGet", StringComparison.Ordinal);

    private static bool HasSetPrefix(string name) => name.StartsWith("Set", StringComparison.Ordinal);

    private KeyedMethod GetMethod(IMethodSymbol method)
    {
        var container = GetContainer(method);
        if (container.Is(_extensions))
        {
            return KeyedMethod.FromExtension(method.Name);
        }

        if (container.Is(_dictionary))
        {
            return KeyedMethod.FromDictionary(method);
        }

        return container.IsOrImplements(_session) ? KeyedMethod.FromSession(method.Name)
            : method.IsExtensionMethod && (method.Parameters.FirstOrDefault()?.Type).IsOrImplements(_session) ? FromHelper(method.Name)
            : default;
    }

    private static KeyedMethod FromHelper(string name)
        => HasSetPrefix(name) ? new(KeyedVerbs.Write) { IsHelper = true }
            : HasGetPrefix(name) && name != "GetOrAdd" ? new(KeyedVerbs.Read) { IsHelper = true }
            : default;

    // An extension member is declared in an unnamed type inside the static class; its compiled form is in the class itself.
    private static INamedTypeSymbol? GetContainer(IMethodSymbol method)
        => method.ContainingType is { ContainingType: { IsStatic: true } outer, Name: "" } ? outer : method.ContainingType;

    // The key is the first string argument. In custom helpers the parameter must be named 'key'.
    private static IOperation? FindKey(IInvocationOperation call, bool isHelper)
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

    private static ITypeSymbol? GetValueType(IMethodSymbol method)
    {
        if (method.TypeArguments.Length > 0)
        {
            return method.TypeArguments[method.TypeArguments.Length - 1];
        }

        var type = method.ReturnsVoid ? method.Parameters[method.Parameters.Length - 1].Type : method.ReturnType;
        return type.WithoutNullable();
    }
}
