using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>A body whose name, route or type says what it does.</summary>
/// <param name="Name">The name or the route.</param>
/// <param name="Method">The method around it, or that it is; empty for a lambda.</param>
/// <param name="Body">The body.</param>
/// <param name="Code">The member that it is in.</param>
internal sealed record NamedCode(string Name, string Method, IOperation Body, MemberCode Code)
{
    /// <summary>The nodes at which <see cref="At"/> finds something.</summary>
    public static readonly SyntaxKind[] Kinds =
        [SyntaxKind.MethodDeclaration, SyntaxKind.LocalFunctionStatement, SyntaxKind.InvocationExpression];

    private static readonly string[] TestTypes = ["Test", "Tests", "Fixture", "Specs", "Steps"];

    /// <param name="context">The node.</param>
    /// <param name="says">Whether the name of a method, or of a route, is the one.</param>
    /// <param name="typeSays">Whether the name of a type is.</param>
    public static NamedCode? At(SyntaxNodeAnalysisContext context, Func<string, bool> says, Func<string, bool> typeSays)
        => context.Node switch
        {
            MethodDeclarationSyntax method when GetName(method, says, typeSays) is { } name
                && !IsTest(method) => Create(method, name, method.Identifier.ValueText, context),
            LocalFunctionStatementSyntax local when says(local.Identifier.ValueText) => Create(
                local, local.Identifier.ValueText, local.Identifier.ValueText, context),
            InvocationExpressionSyntax call when GetRoute(call) is { } route
                && says(SignInWords.NameIn(route)) => OfHandler(call, route, says, context),
            _ => null,
        };

    private static string? GetName(MethodDeclarationSyntax method, Func<string, bool> says, Func<string, bool> typeSays)
    {
        var name = method.Identifier.ValueText;
        return says(name) ? name
            : method.Parent is TypeDeclarationSyntax type
                && typeSays(type.Identifier.ValueText)
                && SignInWords.IsMainMethod(name) ? type.Identifier.ValueText
            : GetRoute(method, says);
    }

    private static string? GetRoute(MethodDeclarationSyntax method, Func<string, bool> says)
    {
        foreach (var list in method.AttributeLists)
        {
            foreach (var attribute in list.Attributes)
            {
                if (GetRoute(attribute) is { } route && says(SignInWords.NameIn(route)))
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

    // app.MapPost("/login", …)
    private static string? GetRoute(InvocationExpressionSyntax call)
        => CallAnalyzer.GetName(call) is "MapPost" or "MapGet" or "MapPut" or "MapDelete" or "Map"
            && call.ArgumentList.Arguments is { Count: > 1 } arguments && arguments[0].Expression is LiteralExpressionSyntax route
                ? route.Token.ValueText
                : null;

    // A handler that has the name itself is found where it stands.
    private static NamedCode? OfHandler(
        InvocationExpressionSyntax map, string route, Func<string, bool> says, SyntaxNodeAnalysisContext context)
        => map.ArgumentList.Arguments[1].Expression switch
        {
            LambdaExpressionSyntax lambda => Create(lambda, route, "", context),
            SimpleNameSyntax name when !says(name.Identifier.ValueText)
                && context.SemanticModel.GetSymbolInfo(name, context.CancellationToken) is var found
                && (found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) is IMethodSymbol method
                && method.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
                && declaration.SyntaxTree == map.SyntaxTree
                    => Create(declaration.GetSyntax(context.CancellationToken), route, method.Name, context),
            _ => null,
        };

    private static NamedCode? Create(SyntaxNode place, string name, string method, SyntaxNodeAnalysisContext context)
        => MemberCode.Around(place, context.SemanticModel, context.CancellationToken) is { } code
            && code.Operations.FirstOrDefault(operation
                => operation.Syntax == place
                    && operation is IMethodBodyOperation or ILocalFunctionOperation or IAnonymousFunctionOperation) is { } body
                ? new(name, method, body, code)
                : null;

    // What a test calls "Login" puts a session into the state that it is to be tested in.
    private static bool IsTest(MethodDeclarationSyntax method)
        => method.Parent is TypeDeclarationSyntax type
            && Array.Exists(TestTypes, end => type.Identifier.ValueText.EndsWith(end, StringComparison.Ordinal));
}
