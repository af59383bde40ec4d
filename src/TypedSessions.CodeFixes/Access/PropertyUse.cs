using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Access;

namespace TypedSessions.CodeFixes.Access;

/// <summary>A property that can stand in the place of a call by key.</summary>
/// <param name="Property">The property.</param>
/// <param name="Session">The session as an expression.</param>
/// <param name="Replaced">What the property replaces: the call, and with it a default that the property has anyway.</param>
/// <param name="Replacement">What comes in its place, given the model.</param>
/// <param name="ModelName">The model's name in the file.</param>
internal sealed record PropertyUse(
    IPropertySymbol Property,
    ExpressionSyntax Session,
    ExpressionSyntax Replaced,
    Func<ExpressionSyntax, ExpressionSyntax> Replacement,
    string ModelName)
{
    /// <param name="place">Where the key is reported.</param>
    /// <param name="meant">The key that is meant; nothing when it is the one that is written.</param>
    /// <returns>Nothing when the property would say something else than the call.</returns>
    public static PropertyUse? Find(FixPlace place, string? meant)
        => CallAt(place) is { IsHelper: false, Call.Syntax: InvocationExpressionSyntax syntax } call
            && (meant ?? call.Key) is { } key
            && place.Model.GetEnclosingSymbol(syntax.SpanStart, place.Cancellation) is { } user
            && new ModelKeys(place.Model.Compilation).Find(key, user) is { } property
            && GetSession(syntax, call) is { } session
                ? From(call, property, session, place)
                : null;

    /// <summary><c>session.As&lt;Model&gt;()</c>, or the model whose session it is.</summary>
    public ExpressionSyntax AsModel()
        => SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                Session.WithoutTrivia(),
                SyntaxFactory.GenericName("As").WithTypeArgumentList(
                    SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.ParseTypeName(ModelName))))));

    // The key may be a call too: of nameof.
    private static KeyedCall? CallAt(FixPlace place)
        => LibraryTypes.From(place.Model.Compilation) is { } types
            ? place.Node.AncestorsAndSelf().OfType<InvocationExpressionSyntax>()
                .Select(call => new SessionCalls(place.Model.Compilation, types).Read(place.Model.GetOperation(call, place.Cancellation)))
                .FirstOrDefault(call => call is not null && call.KeyValue.Syntax.Span == place.Diagnostic.Location.SourceSpan)
            : null;

    private static PropertyUse? From(KeyedCall call, IPropertySymbol property, ExpressionSyntax session, FixPlace place)
    {
        var modelName = property.ContainingType.ToMinimalDisplayString(place.Model, place.Node.SpanStart);
        var swap = PropertySwap.Find(call, property, modelName, place.Model);
        return swap is { Replaced: { } replaced, Replacement: { } replacement }
            ? new(property, session, replaced, replacement, modelName)
            : null;
    }

    // What stands left of a '?.' is in another node.
    private static ExpressionSyntax? GetSession(InvocationExpressionSyntax syntax, KeyedCall call)
        => call.Session?.Syntax is ExpressionSyntax session && IsWhole(session) && syntax.Expression is MemberAccessExpressionSyntax
            ? session
            : null;

    private static bool IsWhole(ExpressionSyntax session)
        => session is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax
                or ThisExpressionSyntax or ElementAccessExpressionSyntax
                or PostfixUnaryExpressionSyntax or ParenthesizedExpressionSyntax
            && !session.DescendantNodesAndSelf().Any(static node => node is MemberBindingExpressionSyntax);
}
