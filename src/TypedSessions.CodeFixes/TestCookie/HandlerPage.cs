using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.TestCookie;

namespace TypedSessions.CodeFixes.TestCookie;

/// <summary>The route of a lambda that handles a posted form, and the handler of the page that shows the form.</summary>
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
            call => CallSyntax.GetName(call) == "MapGet" && GetAddress(call)?.Token.ValueText == address.Token.ValueText);
    }

    /// <summary>Gets the call that maps the handler.</summary>
    public InvocationExpressionSyntax Map { get; }

    /// <summary>Gets a value indicating whether the page that shows the form sets the test cookie.</summary>
    public bool IsSetByGet
        => _get?.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Any(static call => CallSyntax.GetName(call) == TestCookieNames.Set)
            ?? false;

    /// <returns>The page; <see langword="null"/> unless a <c>MapPost</c> with a constant route maps the handler.</returns>
    public static HandlerPage? From(ParenthesizedLambdaExpressionSyntax handler)
        => handler.Parent?.Parent?.Parent is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax app },
        } map
            && CallSyntax.GetName(map) == "MapPost"
            && GetAddress(map) is { } address
                ? new(handler, map, app.Identifier.Text, address)
                : null;

    /// <summary>
    /// Returns a handler for the form's page that sets the cookie; <see langword="null"/> if the page exists without setting it, or the
    /// session is not a parameter.
    /// </summary>
    public string? CreateGet(InvocationExpressionSyntax set)
    {
        var variable = set.DescendantNodes().OfType<IdentifierNameSyntax>().FirstOrDefault()?.Identifier.ValueText;
        var parameter = _handler.ParameterList.Parameters.FirstOrDefault(
            parameter => parameter.Identifier.ValueText == variable && parameter.Type is not null);
        return parameter is null || (_get is not null && !IsSetByGet) ? null : $"{_app}.MapGet({_address}, ({parameter}) => {set});";
    }

    private static LiteralExpressionSyntax? GetAddress(InvocationExpressionSyntax map)
        => map.ArgumentList.Arguments.FirstOrDefault()?.Expression as LiteralExpressionSyntax;
}
