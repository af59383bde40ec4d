using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>A body whose name, route or type describes its purpose.</summary>
/// <param name="Name">The name of the method or type, or the route.</param>
/// <param name="Method">The name of the method; empty for a lambda.</param>
/// <param name="Body">The body.</param>
/// <param name="Code">The member that contains it.</param>
internal sealed record NamedCode(string Name, string Method, IOperation Body, MemberCode Code)
{
    /// <summary>The kinds of declarations for which <see cref="Find"/> returns results.</summary>
    public static readonly SyntaxKind[] Kinds = [SyntaxKind.MethodDeclaration, SyntaxKind.LocalFunctionStatement];

    /// <summary>The names of the calls for which <see cref="Find"/> returns results.</summary>
    public static readonly string[] Maps = ["MapPost", "MapGet", "MapPut", "MapDelete", "MapMethods", "Map"];

    private static readonly string[] TestTypes = ["Test", "Tests", "Fixture", "Specs", "Steps"];

    /// <param name="context">The node.</param>
    /// <param name="isName">Returns whether the name of a method or route matches.</param>
    /// <param name="isTypeName">Returns whether the name of a type matches.</param>
    public static NamedCode? Find(NodeContext context, Func<string, bool> isName, Func<string, bool> isTypeName)
        => context.Node switch
        {
            MethodDeclarationSyntax method when GetName(method, isName, isTypeName) is { } name
                && !IsTest(method) => Create(method, name, method.Identifier.ValueText, context),
            LocalFunctionStatementSyntax local when isName(local.Identifier.ValueText) => Create(
                local, local.Identifier.ValueText, local.Identifier.ValueText, context),
            InvocationExpressionSyntax call when GetRoute(call, context) is { } route
                && isName(SignInNames.GetActionSegment(route)) => FromHandler(call, route, isName, context),
            _ => null,
        };

    private static string? GetName(MethodDeclarationSyntax method, Func<string, bool> isName, Func<string, bool> isTypeName)
    {
        var name = method.Identifier.ValueText;
        return isName(name) ? name
            : method.Parent is TypeDeclarationSyntax type
                && isTypeName(type.Identifier.ValueText)
                && SignInNames.IsMainMethod(name) ? type.Identifier.ValueText
            : GetRoute(method, isName);
    }

    private static string? GetRoute(MethodDeclarationSyntax method, Func<string, bool> isName)
    {
        foreach (var list in method.AttributeLists)
        {
            foreach (var attribute in list.Attributes)
            {
                if (GetRoute(attribute) is { } route && isName(SignInNames.GetActionSegment(route)))
                {
                    return route;
                }
            }
        }

        return null;
    }

    // [HttpPost("login")]
    private static string? GetRoute(AttributeSyntax attribute)
        => attribute.Name is IdentifierNameSyntax { Identifier.Text: "HttpPost" or "HttpGet" or "HttpPut" or "Route" }
            && attribute.ArgumentList?.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax route
            ? route.Token.ValueText
            : null;

    // app.MapPost("/login", …), or with a constant
    private static string? GetRoute(InvocationExpressionSyntax call, NodeContext context)
        => call.ArgumentList.Arguments is not { Count: > 1 } arguments ? null : arguments[0].Expression switch
        {
            LiteralExpressionSyntax route => route.Token.ValueText,
            IdentifierNameSyntax or MemberAccessExpressionSyntax
                => context.SemanticModel.GetConstantValue(arguments[0].Expression, context.CancellationToken).Value as string,
            _ => null,
        };

    // A handler whose own name matches is found at its declaration.
    private static NamedCode? FromHandler(
        InvocationExpressionSyntax map, string route, Func<string, bool> isName, NodeContext context)
        => map.ArgumentList.Arguments.Last().Expression switch
        {
            LambdaExpressionSyntax lambda => Create(lambda, route, "", context),
            SimpleNameSyntax or MemberAccessExpressionSyntax when FindHandler(map.ArgumentList.Arguments.Last().Expression, context)
                is { } method
                && !isName(method.Name)
                && MethodBody.Find(method, context.SemanticModel, context.CancellationToken) is { } found
                    => new(route, method.Name, found.Body, found.Code),
            _ => null,
        };

    private static IMethodSymbol? FindHandler(ExpressionSyntax group, NodeContext context)
        => context.SemanticModel.GetSymbolInfo(group, context.CancellationToken) is var found
            ? (found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) as IMethodSymbol
            : null;

    private static NamedCode? Create(SyntaxNode start, string name, string method, NodeContext context)
        => MemberCode.FindEnclosing(start, context.SemanticModel, context.CancellationToken) is { } code
            && code.Operations.FirstOrDefault(operation
                => operation.Syntax == start
                    && operation is IMethodBodyOperation or ILocalFunctionOperation or IAnonymousFunctionOperation) is { } body
                ? new(name, method, body, code)
                : null;

    /// <summary>Returns whether a method belongs to a test, which prepares sessions.</summary>
    public static bool IsTest(MethodDeclarationSyntax method)
        => method.Parent is TypeDeclarationSyntax type
            && Array.Exists(TestTypes, end => type.Identifier.ValueText.EndsWith(end, StringComparison.Ordinal));
}
