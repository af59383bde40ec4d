using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Ways to have code run when nobody waits for it any more.</summary>
internal enum LateCodeKind
{
    /// <summary><c>Task.Run</c> and its like, which nobody awaits.</summary>
    Task,

    /// <summary>A timer, or the thread pool itself.</summary>
    Pool,

    /// <summary>An asynchronous method of the project that is called and not awaited.</summary>
    FireAndForget,

    /// <summary><c>Response.OnCompleted</c>, which runs behind the commit.</summary>
    Completed,
}

/// <summary>Recognizes such code, and the session in it.</summary>
internal static class LateCode
{
    /// <summary>Whether a call is worth to be bound, by how it is written.</summary>
    public static bool MayBe(SyntaxNode node)
        => node switch
        {
            ObjectCreationExpressionSyntax creation
                => creation.Type is SimpleNameSyntax { Identifier.ValueText: "Timer" }
                    or QualifiedNameSyntax { Right.Identifier.ValueText: "Timer" },
            InvocationExpressionSyntax call => MayBe(call),
            _ => false,
        };

    public static LateCodeKind? GetKind(IOperation operation, SessionTypes types)
        => operation switch
        {
            IObjectCreationOperation { Type: { Name: "Timer" } timer } when timer.ContainingNamespace.Is("System.Threading")
                => LateCodeKind.Pool,
            IInvocationOperation call => GetKind(call, types),
            _ => null,
        };

    /// <summary>Where the session of the request is first used by late code.</summary>
    public static IOperation? FirstUse(IOperation operation, LateCodeKind kind, MemberCode code, SessionTypes types)
    {
        var arguments = operation is IInvocationOperation call ? call.Arguments : ((IObjectCreationOperation)operation).Arguments;
        return kind switch
        {
            LateCodeKind.FireAndForget => Awaiting.IsDiscarded(operation) ? FirstUse((IInvocationOperation)operation, code, types) : null,
            LateCodeKind.Task when !IsForgotten(operation) => null,
            LateCodeKind.Completed => CapturedSession.Bodies(arguments.Select(static argument => argument.Value), code)
                .Where(static body => !body.Descendants().Any(static inner
                    => inner is IInvocationOperation { TargetMethod.Name: "CommitAsync" or "SaveAsync" }))
                .Select(body => CapturedSession.Changes(body, code, types).FirstOrDefault().Operation)
                .FirstOrDefault(static change => change is not null),
            _ => CapturedSession.Bodies(arguments.Select(static argument => argument.Value), code)
                .Select(body => CapturedSession.Uses(body, code, types).FirstOrDefault().Operation)
                .FirstOrDefault(static use => use is not null),
        };
    }

    public static string Describe(LateCodeKind kind)
        => kind == LateCodeKind.Completed
            ? "runs after the session was saved, so the change is lost; change it before the response is complete"
            : "may run when the request is over; read what it needs beforehand, or have it open the session with 'ISessionManager'";

    // A session that is handed over, or one that a local function still uses when its caller has gone on.
    private static IOperation? FirstUse(IInvocationOperation call, MemberCode code, SessionTypes types)
        => call.Arguments.FirstOrDefault(argument => IsSessionOfRequest(argument.Value, code, types))?.Value
            ?? (CapturedSession.LocalFunction(call.TargetMethod, code) is { } body
                ? CapturedSession.Uses(body, code, types)
                    .FirstOrDefault(use => use.Operation.Syntax.SpanStart > CapturedSession.EndOfFirstAwait(body)).Operation
                : null);

    private static bool MayBe(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => IsName(access.Name.Identifier.ValueText)
                || IsForgottenCall(access.Name.Identifier.ValueText, call),
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText == "OnCompleted",
            SimpleNameSyntax name => IsForgottenCall(name.Identifier.ValueText, call),
            _ => false,
        };

    private static bool IsName(string name)
        => name is "Run" or "StartNew" or "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" or "OnCompleted";

    private static bool IsForgottenCall(string name, InvocationExpressionSyntax call)
        => name.EndsWith("Async", StringComparison.Ordinal)
            && call.Parent is ExpressionStatementSyntax
                or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };

    private static LateCodeKind? GetKind(IInvocationOperation call, SessionTypes types)
        => call.TargetMethod switch
        {
            { Name: "Run" or "StartNew", ContainingType: { Name: "Task" or "TaskFactory", ContainingNamespace.Name: "Tasks" } }
                => LateCodeKind.Task,
            {
                Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem",
                ContainingType: { Name: "ThreadPool", ContainingNamespace.Name: "Threading" },
            } => LateCodeKind.Pool,
            { Name: "OnCompleted", ContainingType: var type } when types.IsResponse(type) => LateCodeKind.Completed,
            { IsAsync: true, ReturnsVoid: false, DeclaringSyntaxReferences.IsEmpty: false } => LateCodeKind.FireAndForget,
            _ => null,
        };

    // 'Task.Run(…).ContinueWith(…)' is forgotten with its continuation.
    private static bool IsForgotten(IOperation task)
    {
        var outer = Awaiting.Outermost(task);
        while (outer.Parent is IInvocationOperation { TargetMethod.Name: "ContinueWith" } next && ReferenceEquals(next.Instance, outer))
        {
            outer = Awaiting.Outermost(next);
        }

        return Awaiting.IsDiscarded(outer);
    }

    private static bool IsSessionOfRequest(IOperation value, MemberCode code, SessionTypes types)
        => types.IsSessionOrModel(value is IConversionOperation conversion ? conversion.Operand.Type : value.Type)
            && code.Chains.Read(value) is { } session
            && types.IsOfRequest(session);
}
