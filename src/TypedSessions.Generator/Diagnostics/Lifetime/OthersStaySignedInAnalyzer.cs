using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Diagnostics.SetUp;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports a change of the password in a program that ends no other session of the user.</summary>
public sealed class OthersStaySignedInAnalyzer() : CallAnalyzer("ChangePasswordAsync", "ResetPasswordAsync")
{
    // Where sessions are ended is not analyzed: a service, an event handler or a background job may do it.
    private static readonly string[] Endings =
        ["EndOthersOnSecurityStampChange", "RemoveOthersAsync", "RemoveByOwnerAsync", "SessionUserManager"];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.OthersStaySignedIn];

    // A project that does not set up sessions cannot be seen to end them.
    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        var (program, cancel) = (context.Compilation, context.CancellationToken);
        if (AccountCalls.IsOnUserManager(call)
            && SourceNames.Contains(program, ServiceCalls.AddTypedSessions, cancel)
            && !Endings.Any(name => SourceNames.Contains(program, name, cancel)))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                LifetimeDescriptors.OthersStaySignedIn, CallChain.GetNameLocation(call), call.TargetMethod.Name));
        }
    }
}
