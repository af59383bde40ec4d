using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics.Access;

namespace TypedSessions.CodeFixes.Access;

/// <summary>A property that can replace a call by key.</summary>
/// <param name="Property">The property.</param>
/// <param name="Session">The session as an expression.</param>
/// <param name="Replaced">The replaced expression: the call, with a fallback that equals the property's default.</param>
/// <param name="Replacement">Creates the replacement, given the model.</param>
/// <param name="ModelName">The model's name in the file.</param>
internal sealed record PropertyUse(
    IPropertySymbol Property,
    ExpressionSyntax Session,
    ExpressionSyntax Replaced,
    Func<ExpressionSyntax, ExpressionSyntax> Replacement,
    string ModelName)
{
    /// <param name="context">The context of the diagnostic.</param>
    /// <param name="meant">The intended key; <see langword="null"/> if the key is correct.</param>
    /// <returns>The use; <see langword="null"/> if the property would not be equivalent to the call.</returns>
    public static PropertyUse? Find(FixContext context, string? meant)
        => FindCall(context) is { IsHelper: false, Call.Syntax: InvocationExpressionSyntax syntax } call
            && (meant ?? call.Key) is { } key
            && context.Model.GetEnclosingSymbol(syntax.SpanStart, context.CancellationToken) is { } user
            && new ModelKeys(context.Model.Compilation).Find(key, user) is { } property
            && GetSession(syntax, call) is { } session
                ? From(call, property, session, context)
                : null;

    /// <summary>Returns <c>session.As&lt;Model&gt;()</c>.</summary>
    public ExpressionSyntax CreateModelAccess()
        => SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                Session.WithoutTrivia(),
                SyntaxFactory.GenericName("As").WithTypeArgumentList(
                    SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.ParseTypeName(ModelName))))));

    // The key may be a call of nameof.
    private static KeyedCall? FindCall(FixContext context)
    {
        var calls = new SessionCalls(context.Model.Compilation);
        return context.Node.AncestorsAndSelf().OfType<InvocationExpressionSyntax>()
            .Select(call => calls.Read(context.Model.GetOperation(call, context.CancellationToken)))
            .FirstOrDefault(call => call is not null && call.KeyValue.Syntax.Span == context.Diagnostic.Location.SourceSpan);
    }

    private static PropertyUse? From(KeyedCall call, IPropertySymbol property, ExpressionSyntax session, FixContext context)
    {
        var modelName = property.ContainingType.ToMinimalDisplayString(context.Model, context.Node.SpanStart);
        var swap = PropertyReplacement.Find(call, property, modelName, context.Model);
        return swap is { Replaced: { } replaced, Replacement: { } replacement }
            ? new(property, session, replaced, replacement, modelName)
            : null;
    }

    // The receiver of a '?.' is in another node.
    private static ExpressionSyntax? GetSession(InvocationExpressionSyntax syntax, KeyedCall call)
        => call.Session?.Syntax is ExpressionSyntax session && IsComplete(session) && syntax.Expression is MemberAccessExpressionSyntax
            ? session
            : null;

    private static bool IsComplete(ExpressionSyntax session)
        => session is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax
                or ThisExpressionSyntax or ElementAccessExpressionSyntax
                or PostfixUnaryExpressionSyntax or ParenthesizedExpressionSyntax
            && !session.DescendantNodesAndSelf().Any(static node => node is MemberBindingExpressionSyntax);
}
