using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Base class of the analyzers for sign-in and sign-out: by ASP.NET Core, and by custom code that the library cannot detect at runtime.
/// </summary>
public abstract class AuthenticationAnalyzer : CallAnalyzer
{
    private protected AuthenticationAnalyzer(params string[] names)
        : base(names)
    {
    }

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        base.Register(context, types);
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            var custom = new CustomSignIn(new(context.Compilation), known);
            var ends = new Lazy<SessionEndIndex>(() => new(context.Compilation));
            context.RegisterNodeAction(node => AnalyzeCustom(node, custom, ends, known), NamedCode.Kinds);
            context.RegisterCallAction(call => AnalyzeCustom(call, custom, ends, known), NamedCode.Maps);
        }
    }

    private protected abstract void AnalyzeCustom(
        NodeContext context, CustomSignIn custom, Lazy<SessionEndIndex> ends, SessionTypes types);

    /// <summary>
    /// Returns the operations, the first of each path, on whose path the session id is not regenerated and the session is not ended. Empty
    /// while the project uses ASP.NET Core's own session, which can do neither.
    /// </summary>
    private protected static IEnumerable<ReachedOperation> FindWithoutEnd(
        NamedCode code, IEnumerable<ReachedOperation> found, Func<IOperation, bool> isEnd, SessionEndIndex index, SessionTypes types)
    {
        if (types.UsesStockSession.Value || index.Covers(code, types))
        {
            return [];
        }

        var ends = MemberCode.GetOperations(code.Body)
            .Where(operation => index.EndsSession(operation, types) || isEnd(operation))
            .ToArray();
        var first = new List<ReachedOperation>();
        foreach (var reached in found)
        {
            if (ends.Concat(first.Select(static other => other.Anchor))
                .All(other => SignInCalls.AreOnSeparatePaths(code.Code, reached.Anchor, other)))
            {
                first.Add(reached);
            }
        }

        return first;
    }

    /// <summary>Returns the operation to report: in the code itself, or the call that leads to it.</summary>
    private protected static IOperation GetReported(ReachedOperation reached, NamedCode code)
        => reached.Operation.Syntax.SyntaxTree == code.Body.Syntax.SyntaxTree
            && code.Body.Syntax.Span.Contains(reached.Operation.Syntax.Span)
                ? reached.Operation
                : reached.Anchor;
}
