using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Recognizes asynchronous endpoints whose signature and metadata do not announce the session to <c>UseTypedSessions</c>.
/// </summary>
internal static class UnannouncedEndpoint
{
    private const string Preload = "PreloadSessionAttribute";
    private const string Mvc = "Microsoft.AspNetCore.Mvc";

    /// <summary>Returns whether a node is certainly in an endpoint, judged by syntax alone. An override may run for every action.</summary>
    public static bool Contains(SyntaxNode node)
        => FindBody(node) switch
        {
            LambdaExpressionSyntax => true,
            MethodDeclarationSyntax { Parent: ClassDeclarationSyntax type } method
                => IsController(type) && !method.Modifiers.Any(SyntaxKind.OverrideKeyword),
            _ => false,
        };

    // An asynchronous lambda or method.
    private static SyntaxNode? FindBody(SyntaxNode node)
        => node.Ancestors().FirstOrDefault(static outer
            => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax) switch
        {
            ParenthesizedLambdaExpressionSyntax { AsyncKeyword.RawKind: (int)SyntaxKind.AsyncKeyword } lambda
                when IsMapped(lambda) => lambda,
            MethodDeclarationSyntax method when IsAction(method) => method,
            _ => null,
        };

    /// <summary>Returns whether a method may be an asynchronous action, judged by syntax alone.</summary>
    public static bool IsAction(MethodDeclarationSyntax method)
        => method.Modifiers.Any(SyntaxKind.AsyncKeyword)
            && method.Modifiers.Any(SyntaxKind.PublicKeyword)
            && method.Parent is ClassDeclarationSyntax { BaseList.Types.Count: > 0 };

    /// <summary>Returns whether a method is an action that does not announce the session.</summary>
    public static bool IsUnannounced(MethodDeclarationSyntax method, NodeContext context)
        => context.SemanticModel.GetDeclaredSymbol(method, context.CancellationToken) is { } action
            && IsAction(action)
            && !Announces(action)
            && !ControllerAnnounces(action.ContainingType);

    /// <summary>Returns the endpoint around a node if it does not announce the session; otherwise <see langword="null"/>.</summary>
    public static SyntaxNode? Find(NodeContext context)
        => FindBody(context.Node) switch
        {
            ParenthesizedLambdaExpressionSyntax lambda
                when context.SemanticModel.GetSymbolInfo(lambda, context.CancellationToken).Symbol is IMethodSymbol handler
                && IsMappedOnApplication(lambda, context) && !Announces(handler) => lambda,
            MethodDeclarationSyntax method when IsUnannounced(method, context) => method,
            _ => null,
        };

    private static bool IsController(ClassDeclarationSyntax type)
        => type.Identifier.ValueText.EndsWith("Controller", StringComparison.Ordinal)
            || (type.BaseList!.Types[0].Type.ToString() is var name
                && (name.EndsWith("Controller", StringComparison.Ordinal) || name.EndsWith("ControllerBase", StringComparison.Ordinal)));

    // app.MapGet("/", async (…) => …); A chained call might add metadata.
    private static bool IsMapped(LambdaExpressionSyntax lambda)
        => lambda.Parent is ArgumentSyntax
        {
            Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call },
        }
            && CallSyntax.GetName(call) is "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch";

    private static bool IsMappedOnApplication(LambdaExpressionSyntax lambda, NodeContext context)
        => lambda.Parent?.Parent?.Parent
                is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: { } application } }
            && context.SemanticModel.GetTypeInfo(application, context.CancellationToken).Type
                .Is("Microsoft.AspNetCore.Builder", "WebApplication");

    private static bool IsAction(IMethodSymbol method)
        => method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsAbstract: false }
            && method.ContainingType.IsOrDerivesFrom(Mvc, "ControllerBase")
            && method.Attribute(Mvc, "NonActionAttribute") is null;

    private static bool ControllerAnnounces(INamedTypeSymbol controller)
    {
        for (INamedTypeSymbol? type = controller; type is not null; type = type.BaseType)
        {
            if (type.Attribute(KnownNames.Namespace, Preload) is not null)
            {
                return true;
            }
        }

        return controller.InstanceConstructors.Any(Announces);
    }

    private static bool Announces(IMethodSymbol method)
        => method.Attribute(KnownNames.Namespace, Preload) is not null || method.Parameters.Any(Announces);

    // A type with [AsParameters] may contain a session.
    private static bool Announces(IParameterSymbol parameter)
        => parameter.Type.Is("Microsoft.AspNetCore.Http", "ISession")
            || SessionAttributes.IsModel(parameter.Type)
            || parameter.Attribute("Microsoft.AspNetCore.Http", "AsParametersAttribute") is not null;
}
