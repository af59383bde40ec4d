using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>The kinds of code that may run after its caller.</summary>
internal enum DeferredCodeKind
{
    /// <summary><c>Task.Run</c> and similar calls whose task is not awaited.</summary>
    Task,

    /// <summary>A timer or the thread pool.</summary>
    Pool,

    /// <summary>An asynchronous method that is not awaited.</summary>
    FireAndForget,

    /// <summary>An <c>async void</c> method or lambda, after its first await.</summary>
    AsyncVoid,

    /// <summary><c>Response.OnCompleted</c>, which runs after the commit.</summary>
    Completed,
}

/// <summary>Recognizes deferred code and its uses of the session.</summary>
internal static class DeferredCode
{
    /// <summary>Returns whether a node should be bound, judged by its syntax.</summary>
    public static bool IsCandidate(SyntaxNode node, SessionTypes types)
        => node switch
        {
            ObjectCreationExpressionSyntax { Type: SimpleNameSyntax or QualifiedNameSyntax } creation
                => GetName(creation.Type) is var name
                    && (name == "Timer" || (name == "Thread" && !MemberSyntax.ContainsCall(MemberSyntax.GetEnclosing(node), "Join"))),
            InvocationExpressionSyntax call => IsCandidate(call, types),
            _ => false,
        };

    public static DeferredCodeKind? GetKind(IOperation operation, SessionTypes types)
        => operation switch
        {
            IObjectCreationOperation { Type: { Name: "Timer" or "Thread" } type } when type.ContainingNamespace.Is("System.Threading")
                => DeferredCodeKind.Pool,
            IInvocationOperation call => GetKind(call, types),
            _ => null,
        };

    /// <summary>Returns the first use of the request's session in deferred code.</summary>
    public static IOperation? FindFirstUse(IOperation operation, DeferredCodeKind kind, MemberCode code, SessionTypes types)
    {
        var arguments = operation is IInvocationOperation call ? call.Arguments : ((IObjectCreationOperation)operation).Arguments;
        return kind switch
        {
            DeferredCodeKind.FireAndForget => IsFireAndForget(operation)
                ? FindFirstUse((IInvocationOperation)operation, code, types)
                : null,
            DeferredCodeKind.Task when !IsFireAndForget(operation) => null,
            DeferredCodeKind.Completed => SessionCapture.GetBodies(arguments.Select(static argument => argument.Value), code)
                .Where(static body => !body.Descendants().Any(static inner
                    => inner is IInvocationOperation { TargetMethod.Name: "CommitAsync" or "SaveAsync" }))
                .Select(body => SessionCapture.FindChanges(body, code, types).FirstOrDefault().Operation)
                .FirstOrDefault(static change => change is not null),
            _ => SessionCapture.GetBodies(arguments.Select(static argument => argument.Value), code)
                .Select(body => SessionCapture.FindUses(body, code, types).FirstOrDefault().Operation)
                .FirstOrDefault(static use => use is not null),
        };
    }

    public static string Describe(DeferredCodeKind kind)
        => kind switch
        {
            DeferredCodeKind.Completed => "runs after the session is saved, so the change is lost; change it before the response completes",
            DeferredCodeKind.AsyncVoid => "no caller can await, so it may run after the request; return a 'Task' and await it",
            _ => "may run after the request; read the values beforehand, or open the session with 'ISessionManager'",
        };

    // A session that is passed as an argument, or used after the first await in a local function or in a method of the same object.
    private static IOperation? FindFirstUse(IInvocationOperation call, MemberCode code, SessionTypes types)
        => call.Arguments.FirstOrDefault(argument => IsRequestSession(argument.Value, code, types) && MayBeUsedLate(argument, call))?.Value
            ?? (SessionCapture.GetLocalFunction(call.TargetMethod, code) is { } body
                ? SessionCapture.FindUses(body, code, types)
                    .FirstOrDefault(use => use.Operation.Syntax.SpanStart > SessionCapture.GetEndOfFirstAwait(body)).Operation
                : UsesSessionOfContext(call, types) ? call : null);

    private static bool MayBeUsedLate(IArgumentOperation argument, IInvocationOperation call)
        => argument.Parameter is null
            || call.SemanticModel is null
            || LateUse.IsPossible(argument.Parameter, call.SemanticModel.Compilation, CancellationToken.None);

    // A method of the same object, or one that receives the HttpContext.
    private static bool UsesSessionOfContext(IInvocationOperation call, SessionTypes types)
        => call is { TargetMethod.IsAsync: true, SemanticModel: { } model }
            && !call.TargetMethod.ContainingType.IsOrDerivesFrom("Microsoft.AspNetCore.Components", "ComponentBase")
            && (call.Instance is IInstanceReferenceOperation || call.Arguments.Any(static argument => IsContext(argument.Value.Type)))
            && MethodBody.Find(call.TargetMethod, model, CancellationToken.None) is { Body: IMethodBodyOperation method } found
            && (method.BlockBody ?? method.ExpressionBody) is { } body
            && SessionCapture.FindUses(body, found.Code, types).Any(
                use => use.Operation.Syntax.SpanStart > SessionCapture.GetEndOfFirstAwait(body) && IsReached(use.Session, call));

    // A parameter of a primary constructor belongs to the object.
    private static bool IsReached(MemberChain session, IInvocationOperation call)
        => session.Root is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } parameter
            ? IsContext(parameter.Type)
            : call.Instance is IInstanceReferenceOperation;

    private static bool IsContext(ITypeSymbol? type) => type.IsOrDerivesFrom(KnownNames.HttpNamespace, "HttpContext");

    private static bool IsCandidate(InvocationExpressionSyntax call, SessionTypes types)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => IsDeferringMethod(access.Name.Identifier.ValueText)
                || IsDiscardedCall(access.Name.Identifier.ValueText, call, types),
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText is var name
                && (name == "OnCompleted" || IsDiscardedCall(name, call, types)),
            SimpleNameSyntax name => IsDiscardedCall(name.Identifier.ValueText, call, types),
            _ => false,
        };

    private static string GetName(TypeSyntax type)
        => ((type as QualifiedNameSyntax)?.Right ?? (SimpleNameSyntax)type).Identifier.ValueText;

    private static bool IsDeferringMethod(string name)
        => name is "Run" or "StartNew" or "ContinueWith" or "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" or "OnCompleted"
            || IsBackgroundQueue(name);

    // The name in the documentation of ASP.NET Core, which applications declare themselves.
    private static bool IsBackgroundQueue(string name) => name is "QueueBackgroundWorkItem" or "QueueBackgroundWorkItemAsync";

    // Without the suffix, only calls are bound that can reach a session: on the same object, or with a variable as an argument.
    private static bool IsDiscardedCall(string name, InvocationExpressionSyntax call, SessionTypes types)
        => GetOutermost(call).Parent is ExpressionStatementSyntax or ConditionalAccessExpressionSyntax or LambdaExpressionSyntax
                or ArrowExpressionClauseSyntax
                or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } }
            && (name.EndsWith("Async", StringComparison.Ordinal)
                || (call.Expression is SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
                    || call.ArgumentList.Arguments.Any(
                        static argument => argument.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax
                            or InvocationExpressionSyntax)
                    || call.Expression is MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax })
                && types.MayUseSession(call.SyntaxTree));

    // SendAsync(cart).ConfigureAwait(false), SendAsync(cart).Forget()
    private static SyntaxNode GetOutermost(SyntaxNode call)
        => call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next, Name.Identifier.ValueText: var name }
            && (name is "ConfigureAwait" or "ContinueWith" || IsForget(name))
                ? GetOutermost(next)
                : call;

    private static bool IsForget(string name) => name.IndexOf("Forget", StringComparison.Ordinal) >= 0;

    private static DeferredCodeKind? GetKind(IInvocationOperation call, SessionTypes types)
        => call.TargetMethod switch
        {
            { Name: "Run" or "StartNew", ContainingType: { Name: "Task" or "TaskFactory", ContainingNamespace.Name: "Tasks" } }
                => DeferredCodeKind.Task,
            { Name: "ContinueWith", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } } => DeferredCodeKind.Task,
            {
                Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem",
                ContainingType: { Name: "ThreadPool", ContainingNamespace.Name: "Threading" },
            } => DeferredCodeKind.Pool,
            { Name: var name } when IsBackgroundQueue(name) => DeferredCodeKind.Pool,
            { Name: "OnCompleted", ContainingType: var type } when types.IsResponse(type) => DeferredCodeKind.Completed,
            var method when MethodBody.ReturnsTask(method) && !IsFrameworkMethod(method) => DeferredCodeKind.FireAndForget,
            _ => null,
        };

    private static bool IsFrameworkMethod(IMethodSymbol method)
        => method.DeclaringSyntaxReferences.IsEmpty
            && method.ContainingNamespace.RootName() is "System" or "Microsoft" or KnownNames.Namespace;

    // A task is discarded with its continuation, and by a method such as 'task.Forget()'.
    private static bool IsFireAndForget(IOperation task)
    {
        var outer = Awaiting.GetOutermost(task);
        while (outer.Parent is IInvocationOperation { TargetMethod.Name: "ContinueWith" } next && ReferenceEquals(next.Instance, outer))
        {
            outer = Awaiting.GetOutermost(next);
        }

        return Awaiting.IsDiscarded(outer)
            || outer.Parent is IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation forget }
                && IsForget(forget.TargetMethod.Name);
    }

    private static bool IsRequestSession(IOperation value, MemberCode code, SessionTypes types)
        => types.IsSessionOrModel(value is IConversionOperation conversion ? conversion.Operand.Type : value.Type)
            && code.Chains.Read(value) is { } session
            && types.IsRequestSession(session);
}
