using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>Determines how code uses the task that a call returns.</summary>
internal static class Awaiting
{
    /// <summary>Returns whether the task is discarded: the call is a statement, or is assigned to a discard.</summary>
    public static bool IsDiscarded(IOperation call)
        => GetOutermost(call).Parent switch
        {
            IExpressionStatementOperation => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            _ => false,
        };

    /// <summary>Returns whether the call has completed before the code continues.</summary>
    public static bool IsCompleted(IInvocationOperation call)
        => call.TargetMethod.ReturnsVoid || GetOutermost(call).Parent is IAwaitOperation;

    /// <summary>
    /// Returns the outermost expression for the same task: the call with its <c>?.</c>, conversions, <c>ConfigureAwait</c> and the like.
    /// </summary>
    public static IOperation GetOutermost(IOperation call)
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
