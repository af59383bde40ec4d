using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Recognizes asynchronous endpoints whose signature shows nothing of a session:
/// what <c>UseTypedSessions</c> looks at to load it beforehand.
/// </summary>
internal static class UnannouncedEndpoint
{
    private const string Preload = "PreloadSessionAttribute";
    private const string Mvc = "Microsoft.AspNetCore.Mvc";

    /// <summary>The body of the endpoint that a node is in, by its looks: an asynchronous lambda or method.</summary>
    public static SyntaxNode? Body(SyntaxNode node)
        => node.Ancestors().FirstOrDefault(static outer
            => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax) switch
        {
            ParenthesizedLambdaExpressionSyntax { AsyncKeyword.RawKind: (int)SyntaxKind.AsyncKeyword } lambda
                when IsMapped(lambda) => lambda,
            MethodDeclarationSyntax method when method.Modifiers.Any(SyntaxKind.AsyncKeyword)
                && method.Modifiers.Any(SyntaxKind.PublicKeyword)
                && IsController(method.Parent) => method,
            _ => null,
        };

    /// <summary>The body of the endpoint that a node is in, if it announces no session.</summary>
    public static SyntaxNode? Around(SyntaxNodeAnalysisContext context)
        => Body(context.Node) switch
        {
            ParenthesizedLambdaExpressionSyntax lambda
                when context.SemanticModel.GetSymbolInfo(lambda, context.CancellationToken).Symbol is IMethodSymbol handler
                && IsMappedOnApplication(lambda, context) && !Announces(handler) => lambda,
            MethodDeclarationSyntax method when context.SemanticModel.GetDeclaredSymbol(method, context.CancellationToken) is { } action
                && IsAction(action) && !Announces(action) && !ControllerAnnounces(action.ContainingType) => method,
            _ => null,
        };

    private static bool IsController(SyntaxNode? type)
        => type is ClassDeclarationSyntax { BaseList.Types: { Count: > 0 } bases } declaration
            && (declaration.Identifier.ValueText.EndsWith("Controller", StringComparison.Ordinal)
                || (bases[0].Type.ToString() is var name
                    && (name.EndsWith("Controller", StringComparison.Ordinal)
                        || name.EndsWith("ControllerBase", StringComparison.Ordinal))));

    // app.MapGet("/", async (…) => …);  What follows in the same statement might add metadata.
    private static bool IsMapped(LambdaExpressionSyntax lambda)
        => lambda.Parent is ArgumentSyntax
        {
            Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call },
        }
            && SessionCalls.Name(call) is "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch";

    private static bool IsMappedOnApplication(LambdaExpressionSyntax lambda, SyntaxNodeAnalysisContext context)
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

    // What [AsParameters] gathers may have a session among it.
    private static bool Announces(IParameterSymbol parameter)
        => parameter.Type.Is("Microsoft.AspNetCore.Http", "ISession")
            || SessionAttributes.IsModel(parameter.Type)
            || parameter.Attribute("Microsoft.AspNetCore.Http", "AsParametersAttribute") is not null;
}
