using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Indexes where a project regenerates session ids or ends sessions, by names alone. Built only if a rule would report otherwise; an
/// unrelated method of the same name can only suppress a report.
/// </summary>
internal sealed class SessionEndIndex
{
    private static readonly HashSet<string> EndNames = new(StringComparer.Ordinal)
    {
        "RegenerateId", "Abandon", "RemoveByOwnerAsync", "SignOutAsync",
        "SignInAsync", "PasswordSignInAsync", "TwoFactorSignInAsync", "ExternalLoginSignInAsync",
    };

    private readonly Dictionary<string, HashSet<string>> _endsByMethod = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _endsBesideCall = new(StringComparer.Ordinal);
    private bool _endsAroundEndpoints;

    public SessionEndIndex(Compilation compilation)
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
    /// Returns whether the session id is regenerated or the session is ended for all of a code: at its call sites, in a filter around it,
    /// or in a lambda or local function, which may run at any time.
    /// </summary>
    public bool Covers(NamedCode code, SessionTypes types)
        => _endsAroundEndpoints
            || (_endsBesideCall.TryGetValue(code.Method, out var ends) && ends.Any(end => end != code.Method))
            || code.Body.Descendants().Except(MemberCode.GetOperations(code.Body)).Any(operation => EndsSession(operation, types))
            || HasUnboundEnd(code.Body);

    /// <summary>Returns whether an operation regenerates the session id or ends the session, itself or in a called method.</summary>
    public bool EndsSession(IOperation operation, SessionTypes types)
        => operation is IInvocationOperation call && (EndNames.Contains(call.TargetMethod.Name) || EndsSession(call, types));

    // In incomplete code a call may not bind yet.
    private static bool HasUnboundEnd(IOperation body)
        => body.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => EndNames.Contains(CallSyntax.GetName(call))
            && !body.Descendants().Any(operation => operation is IInvocationOperation && operation.Syntax == call));

    private bool EndsSession(IInvocationOperation call, SessionTypes types)
        => SignInCalls.EndsSession(call, types)
            || (call.TargetMethod.Name is "SignIn" or "SignOut" && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty)
            || _endsByMethod.ContainsKey(call.TargetMethod.Name)
            || IsPassedToUnknownCode(call, types);

    // The effect of another assembly's code on a session is unknown.
    private static bool IsPassedToUnknownCode(IInvocationOperation call, SessionTypes types)
        => call.TargetMethod.DeclaringSyntaxReferences.IsEmpty
            && call.TargetMethod.ContainingNamespace.RootName() is not ("System" or "Microsoft" or KnownNames.Namespace)
            && call.Arguments.Any(argument => types.IsSessionOrModel(argument.Value.Type) || argument.Value.Type?.Name == "HttpContext");

    private void Read(SyntaxNode root)
    {
        foreach (var type in root.DescendantNodesAndSelf().Where(static node => node is TypeDeclarationSyntax or CompilationUnitSyntax))
        {
            var members = GetMembers(type).ToArray();
            while (members.Any(AddEnds))
            {
                // Repeats until nothing is added: a method also ends what its callees end.
            }
        }

        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(static call => EndNames.Contains(CallSyntax.GetName(call))))
        {
            AddCallsBeside(call);
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
        foreach (var called in GetCalledNames(body))
        {
            found |= called != name && (EndNames.Contains(called) || _endsByMethod.ContainsKey(called)) && Add(_endsByMethod, name, called);
        }

        return found;
    }

    private void AddCallsBeside(InvocationExpressionSyntax end)
    {
        var around = end.Ancestors().FirstOrDefault(static node => node is LambdaExpressionSyntax or LocalFunctionStatementSyntax
            or MemberDeclarationSyntax and not GlobalStatementSyntax);
        foreach (var called in GetCalledNames(around))
        {
            Add(_endsBesideCall, called, CallSyntax.GetName(end));
        }
    }

    // A filter, a middleware or a pipeline behavior, recognized by a 'next' parameter or its base type.
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

    private static IEnumerable<string> GetCalledNames(SyntaxNode? body)
        => body?.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(CallSyntax.GetName) ?? [];

    private static bool Add(Dictionary<string, HashSet<string>> sets, string key, string value)
    {
        if (!sets.TryGetValue(key, out var set))
        {
            sets[key] = set = new(StringComparer.Ordinal);
        }

        return set.Add(value);
    }
}
