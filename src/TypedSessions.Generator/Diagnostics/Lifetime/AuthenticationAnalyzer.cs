using Microsoft.CodeAnalysis.Diagnostics;
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

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        base.Register(context, types);
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            var byHand = new CustomSignIn(new(context.Compilation), known);
            var ends = new Lazy<SessionEndIndex>(() => new(context.Compilation));
            context.RegisterSyntaxNodeAction(node => AnalyzeCustom(node, byHand, ends, known), NamedCode.Kinds);
        }
    }

    private protected abstract void AnalyzeCustom(
        SyntaxNodeAnalysisContext context, CustomSignIn byHand, Lazy<SessionEndIndex> ends, SessionTypes types);
}
