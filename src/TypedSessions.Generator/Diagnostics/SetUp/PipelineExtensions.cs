using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Analyzes the project's own extension methods of the application: <c>app.UseVisitCounter()</c>.</summary>
internal static class PipelineExtensions
{
    private const string Builder = "Microsoft.AspNetCore.Builder";

    // Limits extensions that call each other.
    private const int MaxDepth = 3;

    /// <summary>Returns whether an extension adds middleware that uses the session before anything provides it.</summary>
    public static bool UsesSession(IInvocationOperation call, CancellationToken cancellationToken)
        => UsesSession(call, MaxDepth, cancellationToken);

    /// <summary>Returns whether an extension always calls <c>UseTypedSessions</c>.</summary>
    public static bool AddsTypedSessions(IInvocationOperation call, CancellationToken cancellationToken)
        => FindBody(call, cancellationToken) is { } body
            && GetCalls(call, body).Any(static inner => Middleware.IsUseTypedSessions(inner.TargetMethod));

    /// <summary>Returns whether an extension may provide a session, by this library or by ASP.NET Core.</summary>
    public static bool MayProvideSession(IInvocationOperation call, CancellationToken cancellationToken)
        => MayProvideSession(call, MaxDepth, cancellationToken);

    private static bool UsesSession(IInvocationOperation call, int depth, CancellationToken cancellationToken)
        => depth > 0
            && FindBody(call, cancellationToken) is { } body
            && GetCalls(call, body)
                .TakeWhile(inner => !ProvidesSession(inner) && !MayProvideSession(inner, depth - 1, cancellationToken))
                .Any(inner => Middleware.UsesSession(inner, cancellationToken) || UsesSession(inner, depth - 1, cancellationToken));

    private static bool MayProvideSession(IInvocationOperation call, int depth, CancellationToken cancellationToken)
        => depth > 0
            && FindBody(call, cancellationToken) is { } body
            && body.Descendants().OfType<IInvocationOperation>().Any(
                inner => ProvidesSession(inner) || MayProvideSession(inner, depth - 1, cancellationToken));

    private static bool ProvidesSession(IInvocationOperation call)
        => Middleware.IsUseTypedSessions(call.TargetMethod) || Middleware.IsUseSession(call.TargetMethod);

    // Conditional calls are left out.
    private static IEnumerable<IInvocationOperation> GetCalls(IInvocationOperation call, IBlockOperation body)
        => FindApplication(call.TargetMethod.OriginalDefinition, body) is { } application
            ? CallChain.GetCallsOn(application, body)
            : [];

    // In an extension block, the application is a parameter of the block.
    private static IParameterSymbol? FindApplication(IMethodSymbol method, IBlockOperation body)
        => method.IsExtensionMethod
            ? method.Parameters[0]
            : body.Descendants().OfType<IParameterReferenceOperation>().Select(static reference => reference.Parameter).FirstOrDefault(
                parameter => SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method.ContainingType));

    private static IBlockOperation? FindBody(IInvocationOperation call, CancellationToken cancellationToken)
        => call is { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: false } method, SemanticModel: { } model }
            && IsExtension(method)
            && IsApplication(CallChain.GetReceiver(call)?.Type)
            && MethodBody.Find(method, model, cancellationToken) is { Body: IMethodBodyOperation body }
                ? body.BlockBody ?? body.ExpressionBody
                : null;

    // The type of an extension block has no name.
    private static bool IsExtension(IMethodSymbol method)
        => method.IsExtensionMethod || (!method.IsStatic && method.ContainingType is { Name: "", ContainingType.IsStatic: true });

    private static bool IsApplication(ITypeSymbol? type) => type.Is(Builder, "IApplicationBuilder") || type.Is(Builder, "WebApplication");
}
