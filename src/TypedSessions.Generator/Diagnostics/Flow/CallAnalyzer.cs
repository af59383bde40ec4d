using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>Base class of analyzers for calls with given names. No other calls are bound.</summary>
public abstract class CallAnalyzer : SessionAnalyzer
{
    private readonly HashSet<string> _names;

    private protected CallAnalyzer(params string[] names) => _names = new(names, StringComparer.Ordinal);

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            context.RegisterSyntaxNodeAction(node => Analyze(node, known), SyntaxKind.InvocationExpression);
        }
    }

    /// <summary>Returns whether calls of a member of the name are analyzed.</summary>
    private protected virtual bool IsCandidateName(string name) => _names.Contains(name);

    /// <summary>Returns whether a call should be bound, judged by its syntax.</summary>
    private protected virtual bool IsCandidate(InvocationExpressionSyntax call) => true;

    private protected abstract void Analyze(SyntaxNodeAnalysisContext context, IInvocationOperation call, SessionTypes types);

    /// <summary>Returns the name of the called member, or an empty string.</summary>
    internal static string GetName(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            SimpleNameSyntax name => name.Identifier.ValueText,
            _ => "",
        };

    /// <summary>Returns the last name of the receiver: <c>Task</c> in <c>System.Threading.Tasks.Task.Run()</c>.</summary>
    private protected static string GetReceiverName(InvocationExpressionSyntax call)
        => (call.Expression as MemberAccessExpressionSyntax)?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            SimpleNameSyntax name => name.Identifier.ValueText,
            _ => "",
        };

    private void Analyze(SyntaxNodeAnalysisContext context, SessionTypes types)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (IsCandidateName(GetName(syntax))
            && IsCandidate(syntax)
            && context.SemanticModel.GetOperation(syntax, context.CancellationToken) is IInvocationOperation call)
        {
            Analyze(context, call, types);
        }
    }
}
