using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Finds uses of properties and methods of a controller, and of its base classes, that use the request's session.</summary>
internal static class SessionMembers
{
    private const string Session = "Session";

    /// <summary>Returns the first use in an action, in source order; <see langword="null"/> if there is none.</summary>
    public static SyntaxNode? FindFirstUse(MethodDeclarationSyntax action, NodeContext context)
        => context.SemanticModel.GetDeclaredSymbol(action, context.CancellationToken)?.ContainingType is { } controller
            && GetMembers(controller, context.CancellationToken) is { Count: > 0 } members
                ? action.DescendantNodes().OfType<IdentifierNameSyntax>().FirstOrDefault(name
                    => members.TryGetValue(name.Identifier.ValueText, out var returnsSession)
                        && IsUse(name, returnsSession)
                        && IsOwnMember(name, controller, context))
                : null;

    // The value: whether the member returns the session itself, which does not load it.
    private static Dictionary<string, bool> GetMembers(INamedTypeSymbol controller, CancellationToken cancellationToken)
    {
        var members = new Dictionary<string, bool>(StringComparer.Ordinal);
        var all = GetBodies(controller, cancellationToken).ToList();
        for (var found = all.FindAll(static member => UsesSession(member.Body));
            found.Count > 0;
            found = all.FindAll(member => !members.ContainsKey(member.Symbol.Name) && UsesMember(member.Body, members)))
        {
            // Repeats until nothing is found: a member also uses what its members use.
            found.ForEach(member => members[member.Symbol.Name] = ReturnsSession(member.Symbol));
        }

        return members;
    }

    private static bool ReturnsSession(ISymbol member)
        => GetType(member).Is(KnownNames.HttpNamespace, "ISession") || GetType(member).Is(KnownNames.Namespace, "ITypedSession");

    private static IEnumerable<(ISymbol Symbol, SyntaxNode Body)> GetBodies(
        INamedTypeSymbol controller, CancellationToken cancellationToken)
    {
        for (INamedTypeSymbol? type = controller; type is { DeclaringSyntaxReferences.IsEmpty: false }; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (!member.IsStatic && GetBody(member, cancellationToken) is { } body)
                {
                    yield return (member, body);
                }
            }
        }
    }

    private static ITypeSymbol? GetType(ISymbol member)
        => member switch
        {
            IPropertySymbol property => property.Type,
            IMethodSymbol method => method.ReturnType,
            _ => null,
        };

    // An asynchronous method may load the session first.
    private static SyntaxNode? GetBody(ISymbol member, CancellationToken cancellationToken)
        => member is IPropertySymbol { GetMethod: not null } or IMethodSymbol { MethodKind: MethodKind.Ordinary, IsAsync: false }
            ? member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
            {
                PropertyDeclarationSyntax { ExpressionBody: { } body } => body,
                PropertyDeclarationSyntax { AccessorList.Accessors: var accessors }
                    => accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)),
                MethodDeclarationSyntax method => (SyntaxNode?)method.ExpressionBody ?? method.Body,
                _ => null,
            }
            : null;

    private static bool UsesSession(SyntaxNode body)
        => body.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(static access
                => access.Name.Identifier.ValueText == Session
                    && access.Expression is IdentifierNameSyntax { Identifier.ValueText: "HttpContext" }
                        or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HttpContext" })
            && !MayLoadFirst(body);

    private static bool UsesMember(SyntaxNode body, Dictionary<string, bool> members)
        => body.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name
                => members.TryGetValue(name.Identifier.ValueText, out var returnsSession)
                    && IsUnqualified(name)
                    && IsUse(name, returnsSession)
                    && !IsVariable(name, body))
            && !MayLoadFirst(body);

    private static bool MayLoadFirst(SyntaxNode body)
        => body.DescendantTokens().Any(static token => token.ValueText is "LoadAsync" or "IsAvailable");

    private static bool IsUnqualified(IdentifierNameSyntax name)
        => name.Parent is not MemberAccessExpressionSyntax access
            || access.Expression == name
            || access.Expression is ThisExpressionSyntax or BaseExpressionSyntax;

    private static bool IsVariable(IdentifierNameSyntax name, SyntaxNode body)
        => body.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.DescendantTokens().Any(token
            => token.ValueText == name.Identifier.ValueText && token.Parent is VariableDeclaratorSyntax or ParameterSyntax
                or SingleVariableDesignationSyntax or ForEachStatementSyntax);

    private static bool IsUse(IdentifierNameSyntax name, bool returnsSession)
    {
        if (name.Ancestors().TakeWhile(static node => node is not StatementSyntax).Any(NameUse.IsNameOf))
        {
            return false;
        }

        // this.UserName
        var isQualified = (name.Parent as MemberAccessExpressionSyntax)?.Expression is ThisExpressionSyntax or BaseExpressionSyntax;
        var expression = isQualified ? name.Parent! : name;
        expression = expression.Parent is InvocationExpressionSyntax call && call.Expression == expression ? call : expression;
        return expression.Parent is not MemberAccessExpressionSyntax access || access.Name == expression
            ? !returnsSession && !IsTarget(expression)
            : access.Expression == expression && (!returnsSession || FirstSessionUse.IsLoadingMember(access.Name.Identifier.ValueText));
    }

    private static bool IsTarget(SyntaxNode expression)
        => expression.Parent is AssignmentExpressionSyntax assignment && assignment.Left == expression;

    private static bool IsOwnMember(IdentifierNameSyntax name, INamedTypeSymbol controller, NodeContext context)
    {
        if (context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol is not { IsStatic: false } member
            || member is not (IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary }))
        {
            return false;
        }

        for (INamedTypeSymbol? type = controller; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, member.ContainingType))
            {
                return !member.DeclaringSyntaxReferences.IsEmpty;
            }
        }

        return false;
    }
}
