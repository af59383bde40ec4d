using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Analyzes calls that add middleware to a pipeline.</summary>
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
    /// Returns whether a call adds middleware that uses the session before calling the next one. Callbacks and code after 'next' may find a
    /// session.
    /// </summary>
    public static bool UsesSession(IInvocationOperation call, CancellationToken cancellationToken)
    {
        if (!call.TargetMethod.ContainingNamespace.Is(Builder) && !IsInstanceUse(call))
        {
            return false;
        }

        switch (call.TargetMethod.Name)
        {
            case "UseMiddleware":
                return GetMiddlewareType(call) is { } type && FindInvoke(type) is { } invoke
                    && (invoke.Parameters.Any(static it => RequestSessionUse.IsSession(it.Type))
                        || RequestSessionUse.IsUsedIn(invoke, cancellationToken));
            case "Use" or "Run" or "UseWhen" or "MapWhen":
                return GetHandlers(call).Any(handler => UsesSession(handler, call, cancellationToken));
            case "Map" when IsOnPipeline(call):
                return GetHandlers(call).Any(handler => UsesSession(handler, call, cancellationToken));
            case "UseEndpoints":
                return GetHandlers(call).Any(
                    static handler => handler is IAnonymousFunctionOperation endpoints && Endpoints.AnyUsesSession(endpoints.Body));
            default:
                return false;
        }
    }

    /// <summary>
    /// Returns whether a call adds middleware that reads or writes the session before calling the next one. Injecting a model is not
    /// enough.
    /// </summary>
    public static bool AccessesSession(IInvocationOperation call, CancellationToken cancellationToken)
        => call.TargetMethod.Name switch
        {
            "UseMiddleware" => GetMiddlewareType(call) is { } type
                && FindInvoke(type) is { } invoke
                && RequestSessionUse.IsUsedIn(invoke, cancellationToken),
            "Use" or "UseWhen" => UsesSession(call, cancellationToken),
            _ => false,
        };

    /// <summary>Returns the display name of a call: <c>UseMiddleware&lt;Counter&gt;()</c>.</summary>
    public static string GetName(IInvocationOperation call)
        => call.TargetMethod.Name == "UseMiddleware" && GetMiddlewareType(call) is { } type
            ? $"UseMiddleware<{type.Name}>()"
            : call.TargetMethod.Name + "()";

    // IApplicationBuilder.Use, on it or on WebApplication.
    private static bool IsInstanceUse(IInvocationOperation call)
        => call.TargetMethod is { IsStatic: false, Name: "Use" } && call.TargetMethod.ContainingType.Is(Builder, "IApplicationBuilder");

    // WebApplication also has an endpoint method of this name.
    private static bool IsOnPipeline(IInvocationOperation call)
        => call.TargetMethod.Parameters.FirstOrDefault()?.Type.Is(Builder, "IApplicationBuilder") == true;

    private static ITypeSymbol? GetMiddlewareType(IInvocationOperation call)
        => call.TargetMethod.TypeArguments.Length == 1
            ? call.TargetMethod.TypeArguments[0]
            : call.Arguments.Select(static it => CallChain.Unwrap(it.Value)).OfType<ITypeOfOperation>().FirstOrDefault()?.TypeOperand;

    private static IMethodSymbol? FindInvoke(ITypeSymbol type)
        => type.GetMembers("InvokeAsync").Concat(type.GetMembers("Invoke")).OfType<IMethodSymbol>()
            .FirstOrDefault(static it => it.Parameters.Length > 0 && RequestSessionUse.IsContext(it.Parameters[0].Type));

    private static IEnumerable<IOperation> GetHandlers(IInvocationOperation call)
        => call.Arguments
            .Select(
                static argument => CallChain.Unwrap(argument.Value) is IDelegateCreationOperation { Target: var target } ? target : null)
            .OfType<IOperation>();

    private static bool UsesSession(IOperation handler, IInvocationOperation call, CancellationToken cancellationToken)
        => handler switch
        {
            IAnonymousFunctionOperation lambda => LambdaUsesSession(lambda, call, cancellationToken),
            IMethodReferenceOperation { Method: var method } => RequestSessionUse.IsUsedIn(method, cancellationToken),
            _ => false,
        };

    private static bool LambdaUsesSession(
        IAnonymousFunctionOperation lambda, IInvocationOperation call, CancellationToken cancellationToken)
    {
        var use = lambda.Body.Descendants().FirstOrDefault(
            operation => RequestSessionUse.IsUse(operation) || IsMiddlewareWithSession(operation, cancellationToken));
        return use is not null
            && RunsWithPipeline(use, call)
            && !RequestSessionUse.IsAfterNext(lambda.Syntax, use.Syntax.SpanStart)
            && !lambda.Body.Descendants().OfType<IInvocationOperation>()
                .Any(static inner => IsUseTypedSessions(inner.TargetMethod) || IsUseSession(inner.TargetMethod))
            && !SetsSession(lambda);
    }

    // app.UseWhen(…, branch => branch.UseMiddleware<Visits>())
    private static bool IsMiddlewareWithSession(IOperation operation, CancellationToken cancellationToken)
        => operation is IInvocationOperation { TargetMethod.Name: "UseMiddleware" } call && UsesSession(call, cancellationToken);

    // All lambdas between the use and the call are pipeline branches or middleware, not callbacks.
    private static bool RunsWithPipeline(IOperation use, IInvocationOperation call)
    {
        for (var operation = use; operation is not null && operation != call; operation = operation.Parent)
        {
            if (operation is IAnonymousFunctionOperation && !IsPipelineLambda(operation))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPipelineLambda(IOperation lambda)
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
