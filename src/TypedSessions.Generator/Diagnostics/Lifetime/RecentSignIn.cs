using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics.SetUp;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Finds endpoints for which the program requires no recent sign-in. Used only before a report.</summary>
internal sealed class RecentSignIn(Compilation program, CancellationToken cancellationToken)
{
    private const string Name = "RequireRecentSignIn";
    private const string AttributeName = Name + "Attribute";

    /// <summary>Returns whether code belongs to an endpoint, and nothing requires a recent sign-in for it.</summary>
    /// <param name="code">A node of the code.</param>
    /// <param name="member">The member that contains it.</param>
    public bool IsMissing(SyntaxNode code, ISymbol member)
        => IsUnprotectedEndpoint(code, member)
            && !EndpointConventions.ApplyToMany(program, Name, cancellationToken)
            && !ReadsTimeOfSignIn(code);

    private bool IsUnprotectedEndpoint(SyntaxNode code, ISymbol member)
    {
        foreach (var lambda in code.Ancestors().OfType<LambdaExpressionSyntax>())
        {
            if (lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax map } && EndpointConventions.IsMap(map))
            {
                return !HasAttribute(lambda) && !IsProtected(map);
            }
        }

        return MvcTypes.HasActions(member.ContainingType)
            ? !HasAttribute(member)
            : !HasAttribute(member) && FindMaps(member.Name).Any(static map => !IsProtected(map));
    }

    private static bool HasAttribute(LambdaExpressionSyntax lambda)
        => lambda.AttributeLists.SelectMany(static list => list.Attributes).Any(static it => it.Name.ToString().Contains(Name));

    private static bool HasAttribute(ISymbol member)
    {
        for (var symbol = member; symbol is not null; symbol = symbol is INamedTypeSymbol type ? type.BaseType : symbol.ContainingType)
        {
            if (symbol.GetAttributes().Any(static it => it.AttributeClass?.Name == AttributeName))
            {
                return true;
            }
        }

        return false;
    }

    // app.MapPost("/email", ChangeEmail)
    private IEnumerable<InvocationExpressionSyntax> FindMaps(string handler)
        => SourceNames.Find(program, token => token.ValueText == handler, cancellationToken)
            .Select(static token => token.Parent?.FirstAncestorOrSelf<ArgumentSyntax>()?.Parent?.Parent)
            .OfType<InvocationExpressionSyntax>()
            .Where(EndpointConventions.IsMap);

    // app.MapPost(…).RequireRecentSignIn()
    private static bool IsProtected(InvocationExpressionSyntax map)
        => map.Ancestors().TakeWhile(static node => node is MemberAccessExpressionSyntax or InvocationExpressionSyntax)
            .Any(static node => node is InvocationExpressionSyntax call && CallSyntax.GetName(call) == Name);

    // The code decides on its own what is recent.
    private static bool ReadsTimeOfSignIn(SyntaxNode code)
        => code.Ancestors().OfType<MemberDeclarationSyntax>().FirstOrDefault() is { } member
            && member.DescendantTokens().Any(static token => token.ValueText is "SignedInAt" or "ConfirmSignIn");
}
