using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports code that deletes the session's cookie without ending the session.</summary>
public sealed class DeletedCookieAnalyzer() : CallAnalyzer("Delete")
{
    // The default cookie names of ASP.NET Core's session and of this library.
    private static readonly string[] Names = [".AspNetCore.Session", "__Host-session"];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.DeletedCookie];

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (call.TargetMethod.ContainingType.Is(KnownNames.HttpNamespace, "IResponseCookies")
            && FindName(call) is { } cookie
            && Names.Contains(cookie)
            && MemberCode.FindEnclosing(context.Node, context.SemanticModel, context.CancellationToken) is { } code
            && !code.Operations.Any(operation => MayEndSession(operation, context.GetMember()?.ContainingType, types)))
        {
            context.ReportDiagnostic(Diagnostic.Create(LifetimeDescriptors.DeletedCookie, call.Syntax.GetLocation(), cookie));
        }
    }

    private static string? FindName(IInvocationOperation call)
        => call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value switch
        {
            IFieldReferenceOperation { Field: { Name: "CookieName", ContainingType.Name: "SessionDefaults" } } => Names[0],
            var name => name?.ConstantValue.Value as string,
        };

    // A sign-out ends the session, another method of the type may, and code that reads the cookie first removes an old one.
    private static bool MayEndSession(IOperation operation, INamedTypeSymbol? own, SessionTypes types)
        => operation switch
        {
            IInvocationOperation { TargetMethod.Name: "SignOut" or "SignOutAsync" } => !types.IsSignInDisabled.Value,
            IInvocationOperation { TargetMethod.Name: "Abandon" or "Clear" } => SessionChange.From(operation, types) is not null,
            IInvocationOperation call => SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, own),
            IPropertyReferenceOperation { Property: { Name: "Cookies", ContainingType.Name: "HttpRequest" } } => true,
            _ => false,
        };
}
