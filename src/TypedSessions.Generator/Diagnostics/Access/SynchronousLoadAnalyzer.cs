using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Finds asynchronous endpoints that reach for the session although nothing shows beforehand that
/// they will, so that it is loaded by a thread that waits. Only where the whole way to the endpoint
/// can be seen: handlers that are mapped on the application itself, and actions of controllers.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SynchronousLoadAnalyzer : SessionAnalyzer
{
    private const string OwnMiddleware = "UseTypedSessions";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.SynchronousLoad];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        var signs = new LoadingSigns();
        var found = new ConcurrentBag<Location>();
        context.RegisterSyntaxNodeAction(node => signs.Note((InvocationExpressionSyntax)node.Node), SyntaxKind.InvocationExpression);
        context.RegisterSyntaxNodeAction(node => signs.Note((AssignmentExpressionSyntax)node.Node), SyntaxKind.SimpleAssignmentExpression);
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (((MemberAccessExpressionSyntax)node.Node).Name.Identifier.ValueText == "Session"
                    && UnannouncedEndpoint.Around(node) is { } body
                    && FirstUse.In(body, node))
                {
                    found.Add(node.Node.GetLocation());
                }
            },
            SyntaxKind.SimpleMemberAccessExpression);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (var place in signs.MayBeLoadedElsewhere ? [] : found)
            {
                end.ReportDiagnostic(Diagnostic.Create(Descriptors.SynchronousLoad, place));
            }
        });
    }

    /// <summary>What in a project says that its sessions are ours, or that something loads them for all endpoints.</summary>
    private sealed class LoadingSigns
    {
        private int _isOurs;
        private int _isLoaded;

        public bool MayBeLoadedElsewhere => Volatile.Read(ref _isOurs) == 0 || Volatile.Read(ref _isLoaded) != 0;

        public void Note(InvocationExpressionSyntax call)
        {
            switch (SessionCalls.Name(call))
            {
                case OwnMiddleware:
                    Interlocked.Exchange(ref _isOurs, 1);
                    break;
                // The sign-in reads them before any endpoint runs.
                case "KeepTicketsInSession":
                    Interlocked.Exchange(ref _isLoaded, 1);
                    break;
                case "LoadAsync" when UnannouncedEndpoint.Body(call) is null:
                    Interlocked.Exchange(ref _isLoaded, 1);
                    break;
            }
        }

        public void Note(AssignmentExpressionSyntax assignment)
        {
            if (assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RenewOnEveryRequest" }
                or IdentifierNameSyntax { Identifier.ValueText: "RenewOnEveryRequest" })
            {
                Interlocked.Exchange(ref _isLoaded, 1);
            }
        }
    }
}
