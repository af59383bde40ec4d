using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>Base class of analyzers for calls with given names. No other calls are bound.</summary>
public abstract class CallAnalyzer : SessionAnalyzer
{
    private readonly string[] _names;

    /// <param name="names">The names of the called members.</param>
    private protected CallAnalyzer(params string[] names) => _names = names;

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            context.RegisterCallAction(call => Analyze(call, known), _names);
        }
    }

    /// <summary>Returns whether a call should be bound, judged by its syntax.</summary>
    private protected virtual bool IsCandidate(InvocationExpressionSyntax call) => true;

    private protected abstract void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types);

    /// <summary>Returns the last name of the receiver: <c>Task</c> in <c>System.Threading.Tasks.Task.Run()</c>.</summary>
    private protected static string GetReceiverName(InvocationExpressionSyntax call)
        => (call.Expression as MemberAccessExpressionSyntax)?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            SimpleNameSyntax name => name.Identifier.ValueText,
            _ => "",
        };

    private protected void Analyze(NodeContext context, SessionTypes types)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (IsCandidate(syntax)
            && context.SemanticModel.GetOperation(syntax, context.CancellationToken) is IInvocationOperation call)
        {
            Analyze(context, call, types);
        }
    }
}
