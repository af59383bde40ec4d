using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Diagnostics.TestCookie;

namespace TypedSessions.CodeFixes.TestCookie;

/// <summary>The address at which a lambda handles the forms that are sent, and whatever handles the page before.</summary>
internal sealed class HandlerPage
{
    private readonly ParenthesizedLambdaExpressionSyntax _handler;
    private readonly string _app;
    private readonly LiteralExpressionSyntax _address;
    private readonly InvocationExpressionSyntax? _get;

    private HandlerPage(
        ParenthesizedLambdaExpressionSyntax handler, InvocationExpressionSyntax map, string app, LiteralExpressionSyntax address)
    {
        _handler = handler;
        Map = map;
        _app = app;
        _address = address;
        _get = map.SyntaxTree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(
            call => CallAnalyzer.GetName(call) == "MapGet" && GetAddress(call)?.Token.ValueText == address.Token.ValueText);
    }

    /// <summary>The call that maps the handler.</summary>
    public InvocationExpressionSyntax Map { get; }

    /// <summary>Whether the page before sets the test cookie already.</summary>
    public bool IsSetByGet
        => _get?.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Any(static call => CallAnalyzer.GetName(call) == TestCookieNames.Set)
            ?? false;

    /// <returns>Nothing for a handler of anything but a <c>MapPost</c> of a fixed address.</returns>
    public static HandlerPage? From(ParenthesizedLambdaExpressionSyntax handler)
        => handler.Parent?.Parent?.Parent is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax app },
        } map
            && CallAnalyzer.GetName(map) == "MapPost"
            && GetAddress(map) is { } address
                ? new(handler, map, app.Identifier.Text, address)
                : null;

    /// <summary>
    /// The page before with the call that sets; nothing when there is one that does
    /// something else, or the session comes from outside of the handler.
    /// </summary>
    public string? NewGet(InvocationExpressionSyntax set)
    {
        var variable = set.DescendantNodes().OfType<IdentifierNameSyntax>().FirstOrDefault()?.Identifier.ValueText;
        var parameter = _handler.ParameterList.Parameters.FirstOrDefault(
            parameter => parameter.Identifier.ValueText == variable && parameter.Type is not null);
        return parameter is null || (_get is not null && !IsSetByGet) ? null : $"{_app}.MapGet({_address}, ({parameter}) => {set});";
    }

    private static LiteralExpressionSyntax? GetAddress(InvocationExpressionSyntax map)
        => map.ArgumentList.Arguments.FirstOrDefault()?.Expression as LiteralExpressionSyntax;
}
