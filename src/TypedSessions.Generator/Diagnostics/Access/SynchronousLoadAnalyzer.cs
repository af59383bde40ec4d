using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics.SetUp;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Reports asynchronous endpoints that access the session without announcing it, so that it is loaded synchronously. Analyzes only handlers
/// mapped directly on the application and controller actions, because their whole pipeline is visible.
/// </summary>
public sealed class SynchronousLoadAnalyzer : SessionAnalyzer
{
    private const string MiddlewareMethod = "UseTypedSessions";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [AccessDescriptors.SynchronousLoad];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        var loads = new LoadIndicators();
        var found = new ConcurrentBag<Diagnostic>();
        context.RegisterCallAction(call => loads.Add((InvocationExpressionSyntax)call.Node), LoadIndicators.Calls);
        context.RegisterNodeAction(node => loads.Add((AssignmentExpressionSyntax)node.Node), SyntaxKind.SimpleAssignmentExpression);
        context.RegisterNodeAction(
            node =>
            {
                if (((MemberAccessExpressionSyntax)node.Node).Name.Identifier.ValueText == "Session"
                    && UnannouncedEndpoint.Find(node) is { } body
                    && FirstSessionUse.IsFirstUse(body, node))
                {
                    found.Add(Create(node.Node, body));
                }
            },
            SyntaxKind.SimpleMemberAccessExpression);
        context.RegisterNodeAction(
            node =>
            {
                if (node.Node is MethodDeclarationSyntax action
                    && UnannouncedEndpoint.IsAction(action)
                    && SessionMembers.FindFirstUse(action, node) is { } use
                    && UnannouncedEndpoint.IsUnannounced(action, node)
                    && !FirstSessionUse.IsLoadedBefore(use, action, node))
                {
                    found.Add(Create(use, action));
                }
            },
            SyntaxKind.MethodDeclaration);
        context.RegisterCompilationEndAction(end =>
        {
            var isReported = !found.IsEmpty
                && !loads.MayBeLoadedElsewhere
                && !EndpointConventions.ApplyToMany(end.Compilation, "PreloadSession", end.CancellationToken);
            foreach (var diagnostic in isReported ? found : [])
            {
                end.ReportDiagnostic(diagnostic);
            }
        });
    }

    // An action cannot bind an interface such as ISession.
    private static Diagnostic Create(SyntaxNode use, SyntaxNode endpoint)
        => Diagnostic.Create(
            AccessDescriptors.SynchronousLoad,
            use.GetLocation(),
            endpoint is MethodDeclarationSyntax
                ? "add '[PreloadSession]', inject a model into the constructor"
                : "inject a model or an 'ISession' as a parameter");

    /// <summary>Whether the project uses this library's sessions, and whether something loads them for all endpoints.</summary>
    private sealed class LoadIndicators
    {
        /// <summary>The names of the calls to add.</summary>
        public static readonly string[] Calls = [MiddlewareMethod, Tickets, Load];

        private const string Tickets = "KeepTicketsInSession";
        private const string Load = "LoadAsync";

        private int _usesTypedSessions;
        private int _isLoaded;

        public bool MayBeLoadedElsewhere => Volatile.Read(ref _usesTypedSessions) == 0 || Volatile.Read(ref _isLoaded) != 0;

        public void Add(InvocationExpressionSyntax call)
        {
            switch (CallSyntax.GetName(call))
            {
                case MiddlewareMethod:
                    Interlocked.Exchange(ref _usesTypedSessions, 1);
                    break;
                // The authentication handler loads the session before any endpoint runs.
                case Tickets:
                    Interlocked.Exchange(ref _isLoaded, 1);
                    break;
                case Load when !UnannouncedEndpoint.Contains(call):
                    Interlocked.Exchange(ref _isLoaded, 1);
                    break;
            }
        }

        public void Add(AssignmentExpressionSyntax assignment)
        {
            if (assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RenewOnEveryRequest" }
                or IdentifierNameSyntax { Identifier.ValueText: "RenewOnEveryRequest" })
            {
                Interlocked.Exchange(ref _isLoaded, 1);
            }
        }
    }
}
