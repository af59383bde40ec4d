using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Looks into the calls that add to an application's pipeline.</summary>
internal static class Middleware
{
    private const string Builder = "Microsoft.AspNetCore.Builder";

    public static bool IsUseTypedSessions(IMethodSymbol method)
        => method.Name == "UseTypedSessions" && method.ContainingType.Is(Builder, "TypedSessionsApplicationBuilderExtensions");

    public static bool IsUseSession(IMethodSymbol method)
        => method.Name == "UseSession" && method.ContainingType.Is(Builder, "SessionMiddlewareExtensions");

    public static bool IsUseResponseCaching(IMethodSymbol method)
        => method.Name == "UseResponseCaching" && method.ContainingNamespace.Is(Builder);

    public static bool IsUseRouting(IMethodSymbol method) => method.Name == "UseRouting" && method.ContainingNamespace.Is(Builder);

    /// <summary>
    /// Whether a call adds middleware that uses the session on the way in. What a callback
    /// does, or what comes after the rest of the pipeline has run, may find a session.
    /// </summary>
    public static bool UsesSession(IInvocationOperation call, CancellationToken cancellation)
    {
        if (!call.TargetMethod.ContainingNamespace.Is(Builder) && !IsInstance(call))
        {
            return false;
        }

        switch (call.TargetMethod.Name)
        {
            case "UseMiddleware":
                return MiddlewareType(call) is { } type && Invoke(type) is { } invoke
                    && (invoke.Parameters.Any(static it => RequestSession.IsSession(it.Type)) || RequestSession.IsIn(invoke, cancellation));
            case "Use" or "Run" or "UseWhen" or "MapWhen":
                return Handlers(call).Any(handler => UsesSession(handler, call, cancellation));
            case "Map" when IsOnPipeline(call):
                return Handlers(call).Any(handler => UsesSession(handler, call, cancellation));
            case "UseEndpoints":
                return Handlers(call).Any(
                    static handler => handler is IAnonymousFunctionOperation endpoints && Endpoints.AnyUsesSession(endpoints.Body));
            default:
                return false;
        }
    }

    /// <summary>
    /// Whether a call adds middleware that reads or writes the session on the way in,
    /// and lets the request go on. To be given a model is not enough.
    /// </summary>
    public static bool TouchesSession(IInvocationOperation call, CancellationToken cancellation)
        => call.TargetMethod.Name switch
        {
            "UseMiddleware" => MiddlewareType(call) is { } type && Invoke(type) is { } invoke && RequestSession.IsIn(invoke, cancellation),
            "Use" or "UseWhen" => UsesSession(call, cancellation),
            _ => false,
        };

    /// <summary>What to call a call in a message: <c>UseMiddleware&lt;Counter&gt;()</c>.</summary>
    public static string GetName(IInvocationOperation call)
        => call.TargetMethod.Name == "UseMiddleware" && MiddlewareType(call) is { } type
            ? $"UseMiddleware<{type.Name}>()"
            : call.TargetMethod.Name + "()";

    // IApplicationBuilder.Use, on it or on WebApplication.
    private static bool IsInstance(IInvocationOperation call)
        => call.TargetMethod is { IsStatic: false, Name: "Use" } && call.TargetMethod.ContainingType.Is(Builder, "IApplicationBuilder");

    // A WebApplication has endpoints by this name too.
    private static bool IsOnPipeline(IInvocationOperation call)
        => call.TargetMethod.Parameters.FirstOrDefault()?.Type.Is(Builder, "IApplicationBuilder") == true;

    private static ITypeSymbol? MiddlewareType(IInvocationOperation call)
        => call.TargetMethod.TypeArguments.Length == 1
            ? call.TargetMethod.TypeArguments[0]
            : call.Arguments.Select(static it => CallChain.Bare(it.Value)).OfType<ITypeOfOperation>().FirstOrDefault()?.TypeOperand;

    private static IMethodSymbol? Invoke(ITypeSymbol type)
        => type.GetMembers("InvokeAsync").Concat(type.GetMembers("Invoke")).OfType<IMethodSymbol>()
            .FirstOrDefault(static it => it.Parameters.Length > 0 && RequestSession.IsContext(it.Parameters[0].Type));

    private static IEnumerable<IOperation> Handlers(IInvocationOperation call)
        => call.Arguments
            .Select(static argument => CallChain.Bare(argument.Value) is IDelegateCreationOperation { Target: var target } ? target : null)
            .OfType<IOperation>();

    private static bool UsesSession(IOperation handler, IInvocationOperation call, CancellationToken cancellation)
        => handler switch
        {
            IAnonymousFunctionOperation lambda => LambdaUsesSession(lambda, call),
            IMethodReferenceOperation { Method: var method } => RequestSession.IsIn(method, cancellation),
            _ => false,
        };

    private static bool LambdaUsesSession(IAnonymousFunctionOperation lambda, IInvocationOperation call)
    {
        var use = lambda.Body.Descendants().FirstOrDefault(RequestSession.Is);
        return use is not null
            && RunsWithPipeline(use, call)
            && !RequestSession.ComesAfterNext(lambda.Syntax, use.Syntax.SpanStart)
            && !lambda.Body.Descendants().OfType<IInvocationOperation>()
                .Any(static inner => IsUseTypedSessions(inner.TargetMethod) || IsUseSession(inner.TargetMethod))
            && !SetsSession(lambda);
    }

    // All lambdas between the use and the call are branches of the pipeline or middleware, and not callbacks for later.
    private static bool RunsWithPipeline(IOperation use, IInvocationOperation call)
    {
        for (var operation = use; operation is not null && operation != call; operation = operation.Parent)
        {
            if (operation is IAnonymousFunctionOperation && !IsPartOfPipeline(operation))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPartOfPipeline(IOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IConversionOperation or IDelegateCreationOperation or IArgumentOperation or IReturnOperation or IBlockOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IInvocationOperation { TargetMethod: { Name: "Use" or "Run" or "Map" or "MapWhen" or "UseWhen" } method }
                => method.ContainingNamespace.Is(Builder),
            // app.Use(next => context => ...)
            IAnonymousFunctionOperation => true,
            _ => false,
        };
    }

    private static bool SetsSession(IAnonymousFunctionOperation lambda)
        => lambda.Syntax.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(static assignment => assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Session" });
}
