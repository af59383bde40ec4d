using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>
/// Reports middleware that is added in the wrong order: session use before <c>UseTypedSessions</c> or <c>UseResponseCaching</c>, and
/// <c>UseTypedSessions</c> before <c>UseRouting</c>.
/// </summary>
public sealed class PipelineOrderAnalyzer() : CallAnalyzer()
{
    private static readonly ImmutableDictionary<string, string?> CanMove =
        ImmutableDictionary<string, string?>.Empty.Add(PropertyNames.CanMove, null);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [SetUpDescriptors.SessionBeforeMiddleware, SetUpDescriptors.SessionBeforeResponseCaching, SetUpDescriptors.MiddlewareBeforeRouting];

    // The project's own extensions may have any name with the prefix.
    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            context.RegisterNodeAction(call => Analyze(call, known), SyntaxKind.InvocationExpression);
        }
    }

    private protected override bool IsCandidate(InvocationExpressionSyntax call)
        => CallSyntax.GetName(call).StartsWith("Use", StringComparison.Ordinal);

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (Middleware.IsUseTypedSessions(call.TargetMethod))
        {
            AnalyzeOrder(context, call, CallChain.GetSiblings(call));
        }
        else if (PipelineExtensions.AddsTypedSessions(call, context.CancellationToken))
        {
            AnalyzeUsesBefore(context, call, CallChain.GetSiblings(call));
        }
    }

    /// <returns>The number of calls before the session is provided; <see langword="null"/> if an earlier call provides it.</returns>
    private static int? AnalyzeUsesBefore(
        NodeContext context, IInvocationOperation sessions, IReadOnlyList<IInvocationOperation> calls)
    {
        var index = calls.TakeWhile(call => call.Syntax != sessions.Syntax).Count();

        // Only the first UseTypedSessions takes effect.
        if (index == calls.Count || calls.Take(index).Any(call => Middleware.IsUseTypedSessions(call.TargetMethod)
            || Middleware.IsUseSession(call.TargetMethod)
            || PipelineExtensions.MayProvideSession(call, context.CancellationToken)))
        {
            return null;
        }

        foreach (var call in calls.Take(index).Where(call => Middleware.UsesSession(call, context.CancellationToken)
            || PipelineExtensions.UsesSession(call, context.CancellationToken)))
        {
            Report(context, SetUpDescriptors.SessionBeforeMiddleware, call, sessions);
        }

        return index;
    }

    private static void AnalyzeOrder(
        NodeContext context, IInvocationOperation sessions, IReadOnlyList<IInvocationOperation> calls)
    {
        if (AnalyzeUsesBefore(context, sessions, calls) is not { } index)
        {
            return;
        }

        var rest = calls.Skip(index + 1).ToArray();
        if (rest.FirstOrDefault(static call => Middleware.IsUseResponseCaching(call.TargetMethod)) is { } caching)
        {
            foreach (var call in rest.TakeWhile(call => call != caching)
                .Where(call => Middleware.AccessesSession(call, context.CancellationToken)))
            {
                Report(context, SetUpDescriptors.SessionBeforeResponseCaching, call, caching);
            }
        }

        if (rest.FirstOrDefault(static call => Middleware.IsUseRouting(call.TargetMethod)) is { } routing
            && !calls.Take(index).Any(static call => Middleware.IsUseRouting(call.TargetMethod)))
        {
            var canMove = !rest.TakeWhile(call => call != routing).Any(call => Middleware.UsesSession(call, context.CancellationToken));
            Report(context, SetUpDescriptors.MiddlewareBeforeRouting, sessions, routing, canMove ? CanMove : null);
        }
    }

    private static void Report(
        NodeContext context,
        DiagnosticDescriptor rule,
        IInvocationOperation call,
        IInvocationOperation other,
        ImmutableDictionary<string, string?>? properties = null)
        => context.ReportDiagnostic(
            Diagnostic.Create(
                rule, CallChain.GetNameLocation(call), [CallChain.GetNameLocation(other)], properties, Middleware.GetName(call)));
}
