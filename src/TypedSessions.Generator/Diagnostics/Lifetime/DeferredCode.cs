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

    /// <summary>An asynchronous method of the project that is not awaited.</summary>
    FireAndForget,

    /// <summary><c>Response.OnCompleted</c>, which runs after the commit.</summary>
    Completed,
}

/// <summary>Recognizes deferred code and its uses of the session.</summary>
internal static class DeferredCode
{
    /// <summary>Returns whether a node should be bound, judged by its syntax.</summary>
    public static bool IsCandidate(SyntaxNode node)
        => node switch
        {
            ObjectCreationExpressionSyntax creation
                => creation.Type is SimpleNameSyntax { Identifier.ValueText: "Timer" }
                    or QualifiedNameSyntax { Right.Identifier.ValueText: "Timer" },
            InvocationExpressionSyntax call => IsCandidate(call),
            _ => false,
        };

    public static DeferredCodeKind? GetKind(IOperation operation, SessionTypes types)
        => operation switch
        {
            IObjectCreationOperation { Type: { Name: "Timer" } timer } when timer.ContainingNamespace.Is("System.Threading")
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
            DeferredCodeKind.FireAndForget => Awaiting.IsDiscarded(operation)
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
        => kind == DeferredCodeKind.Completed
            ? "runs after the session is saved, so the change is lost; change it before the response completes"
            : "may run after the request; read the values beforehand, or open the session with 'ISessionManager'";

    // A session that is passed as an argument, or used in a local function after its first await.
    private static IOperation? FindFirstUse(IInvocationOperation call, MemberCode code, SessionTypes types)
        => call.Arguments.FirstOrDefault(argument => IsRequestSession(argument.Value, code, types))?.Value
            ?? (SessionCapture.GetLocalFunction(call.TargetMethod, code) is { } body
                ? SessionCapture.FindUses(body, code, types)
                    .FirstOrDefault(use => use.Operation.Syntax.SpanStart > SessionCapture.GetEndOfFirstAwait(body)).Operation
                : null);

    private static bool IsCandidate(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => IsDeferringMethod(access.Name.Identifier.ValueText)
                || IsDiscardedCall(access.Name.Identifier.ValueText, call),
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText == "OnCompleted",
            SimpleNameSyntax name => IsDiscardedCall(name.Identifier.ValueText, call),
            _ => false,
        };

    private static bool IsDeferringMethod(string name)
        => name is "Run" or "StartNew" or "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" or "OnCompleted";

    private static bool IsDiscardedCall(string name, InvocationExpressionSyntax call)
        => name.EndsWith("Async", StringComparison.Ordinal)
            && call.Parent is ExpressionStatementSyntax
                or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };

    private static DeferredCodeKind? GetKind(IInvocationOperation call, SessionTypes types)
        => call.TargetMethod switch
        {
            { Name: "Run" or "StartNew", ContainingType: { Name: "Task" or "TaskFactory", ContainingNamespace.Name: "Tasks" } }
                => DeferredCodeKind.Task,
            {
                Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem",
                ContainingType: { Name: "ThreadPool", ContainingNamespace.Name: "Threading" },
            } => DeferredCodeKind.Pool,
            { Name: "OnCompleted", ContainingType: var type } when types.IsResponse(type) => DeferredCodeKind.Completed,
            { IsAsync: true, ReturnsVoid: false, DeclaringSyntaxReferences.IsEmpty: false } => DeferredCodeKind.FireAndForget,
            _ => null,
        };

    // 'Task.Run(…).ContinueWith(…)' is discarded with its continuation.
    private static bool IsFireAndForget(IOperation task)
    {
        var outer = Awaiting.GetOutermost(task);
        while (outer.Parent is IInvocationOperation { TargetMethod.Name: "ContinueWith" } next && ReferenceEquals(next.Instance, outer))
        {
            outer = Awaiting.GetOutermost(next);
        }

        return Awaiting.IsDiscarded(outer);
    }

    private static bool IsRequestSession(IOperation value, MemberCode code, SessionTypes types)
        => types.IsSessionOrModel(value is IConversionOperation conversion ? conversion.Operand.Type : value.Type)
            && code.Chains.Read(value) is { } session
            && types.IsRequestSession(session);
}
