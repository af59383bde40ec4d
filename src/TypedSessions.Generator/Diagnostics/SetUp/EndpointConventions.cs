using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Searches a program for metadata that applies to several endpoints. Used only before a report.</summary>
internal static class EndpointConventions
{
    private const string Suffix = "Attribute";

    /// <summary>
    /// Returns whether metadata may apply to a group, to all pages or by a convention; to which endpoints it applies is not analyzed.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="name">The name of the method, and of the attribute without its suffix.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static bool ApplyToMany(Compilation program, string name, CancellationToken cancellationToken)
        => SourceNames.Find(program, token => token.ValueText == name || token.ValueText == name + Suffix, cancellationToken).Any(
            static token => token.Parent!.FirstAncestorOrSelf<AttributeSyntax>() is null && !IsOnOneEndpoint(token));

    /// <summary>Returns whether a call maps one endpoint, judged by its name.</summary>
    public static bool IsMap(InvocationExpressionSyntax call)
        => CallSyntax.GetName(call) is "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch" or "MapMethods" or "Map";

    // app.MapPost(…).PreloadSession(), or app.MapPost(…).WithMetadata(new PreloadSessionAttribute())
    private static bool IsOnOneEndpoint(SyntaxToken token)
        => token.Parent!.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax access }
            && access.Expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(IsMap);
}
