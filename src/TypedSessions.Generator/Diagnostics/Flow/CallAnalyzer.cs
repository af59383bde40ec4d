using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>Looks at the calls of a few names. No other call is bound, and nothing else is looked at where there is no such call.</summary>
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

    /// <summary>Whether a call is worth to be bound, by how it is written.</summary>
    private protected virtual bool MayMatter(InvocationExpressionSyntax call) => true;

    private protected abstract void Analyze(SyntaxNodeAnalysisContext context, IInvocationOperation call, SessionTypes types);

    /// <summary>The name that a call calls; empty when it calls no name.</summary>
    internal static string GetName(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            SimpleNameSyntax name => name.Identifier.ValueText,
            _ => "",
        };

    /// <summary>The last name of what a call is made on: <c>Task</c> of <c>System.Threading.Tasks.Task.Run()</c>.</summary>
    private protected static string GetOwner(InvocationExpressionSyntax call)
        => (call.Expression as MemberAccessExpressionSyntax)?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            SimpleNameSyntax name => name.Identifier.ValueText,
            _ => "",
        };

    private void Analyze(SyntaxNodeAnalysisContext context, SessionTypes types)
    {
        var syntax = (InvocationExpressionSyntax)context.Node;
        if (_names.Contains(GetName(syntax))
            && MayMatter(syntax)
            && context.SemanticModel.GetOperation(syntax, context.CancellationToken) is IInvocationOperation call)
        {
            Analyze(context, call, types);
        }
    }
}
