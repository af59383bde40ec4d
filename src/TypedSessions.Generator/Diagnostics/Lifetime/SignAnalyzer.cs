using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Looks at sign-ins or sign-outs: at the calls of ASP.NET Core's, and at code that
/// does it by hand, of which ASP.NET Core and so the library know nothing.
/// </summary>
public abstract class SignAnalyzer : CallAnalyzer
{
    private protected SignAnalyzer(params string[] names)
        : base(names)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        base.Register(context, types);
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            var byHand = new HandMadeSignIn(new(context.Compilation, types), known);
            var ends = new Lazy<SessionEnds>(() => new(context.Compilation));
            context.RegisterSyntaxNodeAction(node => AnalyzeByHand(node, byHand, ends, known), NamedCode.Kinds);
        }
    }

    private protected abstract void AnalyzeByHand(
        SyntaxNodeAnalysisContext context, HandMadeSignIn byHand, Lazy<SessionEnds> ends, SessionTypes types);
}
