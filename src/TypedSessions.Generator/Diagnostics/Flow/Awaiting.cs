using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>What becomes of the task that a call returns.</summary>
internal static class Awaiting
{
    /// <summary>Whether nobody will ever know when the task is done: the call stands alone, or is assigned to a discard.</summary>
    public static bool IsDiscarded(IOperation call)
        => Outermost(call).Parent switch
        {
            IExpressionStatementOperation => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            _ => false,
        };

    /// <summary>Whether the code goes on only when the call is done.</summary>
    public static bool IsDone(IInvocationOperation call) => call.TargetMethod.ReturnsVoid || Outermost(call).Parent is IAwaitOperation;

    /// <summary>The call with all that stands for the same task: <c>?.</c>, conversions, <c>ConfigureAwait</c> and the like.</summary>
    public static IOperation Outermost(IOperation call)
    {
        var outer = call;
        while (outer.Parent is { } parent && IsSameTask(outer, parent))
        {
            outer = parent;
        }

        return outer;
    }

    private static bool IsSameTask(IOperation inner, IOperation outer)
        => outer switch
        {
            IConversionOperation or IParenthesizedOperation => true,
            IConditionalAccessOperation access => ReferenceEquals(access.WhenNotNull, inner),
            IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Preserve" } call
                => ReferenceEquals(call.Instance, inner),
            _ => false,
        };
}
