using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// The recorded shape of what is stored. Errors: stored sessions lose values, or servers of two versions cannot read each other.
/// </summary>
internal static class ShapeDescriptors
{
    /// <summary>Argument: the line.</summary>
    public static readonly DiagnosticDescriptor ShapeNotRecorded = Shape(
        DiagnosticIds.ShapeNotRecorded,
        DiagnosticSeverity.Info,
        "What a session stores should be recorded",
        "'{0}' is not recorded; add the line to 'SessionShape.Unshipped.txt'");

    /// <summary>Arguments: the key, the property, the recorded type, the type.</summary>
    public static readonly DiagnosticDescriptor KeyChangedType = Shape(
        DiagnosticIds.KeyChangedType,
        DiagnosticSeverity.Error,
        "A key must not change its type",
        "The key '{0}' of session property '{1}' was released with the type '{2}' and now has the type '{3}'; "
            + "give the property another 'Key' and name this one in 'FormerKeys'");

    /// <summary>Arguments: the key, the model.</summary>
    public static readonly DiagnosticDescriptor KeyDisappeared = Shape(
        DiagnosticIds.KeyDisappeared,
        DiagnosticSeverity.Warning,
        "A key that is no longer used should be retired",
        "The key '{0}' was released in session model '{1}', but no property has it now; "
            + "add it to the 'FormerKeys' of a property or the 'RetiredKeys' of the model");

    /// <summary>Arguments: the key, the property.</summary>
    public static readonly DiagnosticDescriptor RetiredKeyReused = Shape(
        DiagnosticIds.RetiredKeyReused,
        DiagnosticSeverity.Error,
        "A retired key must not be used again",
        "The key '{0}' of session property '{1}' is retired, and old sessions may still have it; give the property another 'Key'");

    /// <summary>Arguments: the type, the member, what happened.</summary>
    public static readonly DiagnosticDescriptor MemberChanged = Shape(
        DiagnosticIds.MemberChanged,
        DiagnosticSeverity.Warning,
        "A member of a stored type should not change",
        "The member '{1}' of '{0}', which sessions store, {2}; "
            + "keep its name with [JsonPropertyName], or give the properties that store the type another 'Key'");

    /// <summary>Arguments: the enum, the member, what happened.</summary>
    public static readonly DiagnosticDescriptor EnumMemberChanged = Shape(
        DiagnosticIds.EnumMemberChanged,
        DiagnosticSeverity.Error,
        "A member of a stored enum must keep its number",
        "The member '{1}' of '{0}', which sessions store, {2}; restore it");

    /// <summary>Arguments: the former key, the property, the recorded type, the type.</summary>
    public static readonly DiagnosticDescriptor FormerTypeDiffers = Shape(
        DiagnosticIds.FormerTypeDiffers,
        DiagnosticSeverity.Error,
        "An upgrade must take the type that was stored",
        "The former key '{0}' of session property '{1}' was released with the type '{2}' and is read as '{3}'; "
            + "add a [SessionUpgrade] method from '{2}'");

    private static DiagnosticDescriptor Shape(string id, DiagnosticSeverity severity, string title, string message)
        => Descriptor.Create(nameof(Shape), severity, id, title, message, [WellKnownDiagnosticTags.CompilationEnd]);
}
