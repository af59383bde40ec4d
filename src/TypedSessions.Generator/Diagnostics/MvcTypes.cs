using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Recognizes the types whose methods the framework calls for requests.</summary>
internal static class MvcTypes
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc";

    /// <summary>Returns whether a type is a controller or the model of a Razor Page.</summary>
    public static bool HasActions(ITypeSymbol? type)
        => type.IsOrDerivesFrom(Mvc, "ControllerBase") || type.IsOrDerivesFrom(Mvc + ".RazorPages", "PageModel");
}
