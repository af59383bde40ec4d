using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Where a project gives sessions a new id or ends them, by the names that are written. Read only where a rule has
/// something to report otherwise, and never bound: a method of the same name elsewhere silences too much at worst.
/// </summary>
internal sealed class SessionEnds
{
    private static readonly HashSet<string> EndNames = new(StringComparer.Ordinal)
    {
        "RegenerateId", "Abandon", "RemoveByOwnerAsync", "SignOutAsync",
        "SignInAsync", "PasswordSignInAsync", "TwoFactorSignInAsync", "ExternalLoginSignInAsync",
    };

    private readonly Dictionary<string, HashSet<string>> _endsByMethod = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _endsBesideCall = new(StringComparer.Ordinal);
    private bool _endsAroundEndpoints;

    public SessionEnds(Compilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var text = tree.GetText().ToString();
            if (EndNames.Any(name => text.IndexOf(name, StringComparison.Ordinal) >= 0))
            {
                Read(tree.GetRoot());
            }
        }
    }

    /// <summary>
    /// Whether code gives the session a new id or ends it: itself, in a method that it
    /// calls, where it is called, or in a filter that may be around it.
    /// </summary>
    public bool Concern(NamedCode code, SessionTypes types)
        => _endsAroundEndpoints
            || CallsIn(code.Body.Syntax).Any(EndNames.Contains)
            || code.Body.Descendants().OfType<IInvocationOperation>().Any(call => Ends(call, types))
            || (_endsBesideCall.TryGetValue(code.Method, out var ends) && ends.Any(end => end != code.Method));

    private bool Ends(IInvocationOperation call, SessionTypes types)
        => SignIn.EndsSession(call, types)
            || (call.TargetMethod.Name is "SignIn" or "SignOut" && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty)
            || _endsByMethod.ContainsKey(call.TargetMethod.Name)
            || IsHandedOver(call, types);

    // What code of another assembly does with a session that it is given, nobody sees.
    private static bool IsHandedOver(IInvocationOperation call, SessionTypes types)
        => call.TargetMethod.DeclaringSyntaxReferences.IsEmpty
            && !IsKnown(call.TargetMethod.ContainingNamespace)
            && call.Arguments.Any(argument => types.IsSessionOrModel(argument.Value.Type) || argument.Value.Type?.Name == "HttpContext");

    private static bool IsKnown(INamespaceSymbol? space)
    {
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
        {
            space = outer;
        }

        return space?.Name is "System" or "Microsoft" or "TypedSessions";
    }

    private void Read(SyntaxNode root)
    {
        foreach (var type in root.DescendantNodesAndSelf().Where(static node => node is TypeDeclarationSyntax or CompilationUnitSyntax))
        {
            var members = GetMembers(type).ToArray();
            while (members.Any(AddEnds))
            {
                // Until nothing new is found: a method ends what the methods end that it calls.
            }
        }

        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(static call => EndNames.Contains(CallAnalyzer.GetName(call))))
        {
            AddBeside(call);
            _endsAroundEndpoints |= call.Ancestors().Any(IsAroundEndpoints);
        }
    }

    private static IEnumerable<SyntaxNode> GetMembers(SyntaxNode type)
        => type.DescendantNodes(node => node == type || node is not TypeDeclarationSyntax).Where(
            static node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax);

    private bool AddEnds(SyntaxNode method)
    {
        var (name, body) = method switch
        {
            MethodDeclarationSyntax declaration => (
                declaration.Identifier.ValueText, (SyntaxNode?)declaration.Body ?? declaration.ExpressionBody),
            LocalFunctionStatementSyntax local => (local.Identifier.ValueText, (SyntaxNode?)local.Body ?? local.ExpressionBody),
            _ => ("", null),
        };
        var found = false;
        foreach (var called in CallsIn(body))
        {
            found |= called != name && (EndNames.Contains(called) || _endsByMethod.ContainsKey(called)) && Add(_endsByMethod, name, called);
        }

        return found;
    }

    private void AddBeside(InvocationExpressionSyntax end)
    {
        var around = end.Ancestors().FirstOrDefault(static node => node is LambdaExpressionSyntax or LocalFunctionStatementSyntax
            or MemberDeclarationSyntax and not GlobalStatementSyntax);
        foreach (var called in CallsIn(around))
        {
            Add(_endsBesideCall, called, CallAnalyzer.GetName(end));
        }
    }

    // A filter, a middleware or a behavior: it knows what comes next, or says so by its base.
    private static bool IsAroundEndpoints(SyntaxNode node)
        => node switch
        {
            TypeDeclarationSyntax type => type.BaseList?.Types.Any(static it => it.Type.ToString().Contains("Filter")) == true
                || type.DescendantNodes().Any(IsNext),
            LambdaExpressionSyntax lambda => lambda.ChildNodes().OfType<ParameterListSyntax>().Any(
                static list => list.Parameters.Any(IsNext)),
            _ => false,
        };

    private static bool IsNext(SyntaxNode node) => node is ParameterSyntax { Identifier.ValueText: "next" };

    private static IEnumerable<string> CallsIn(SyntaxNode? body)
        => body?.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(CallAnalyzer.GetName) ?? [];

    private static bool Add(Dictionary<string, HashSet<string>> sets, string key, string value)
    {
        if (!sets.TryGetValue(key, out var set))
        {
            sets[key] = set = new(StringComparer.Ordinal);
        }

        return set.Add(value);
    }
}
