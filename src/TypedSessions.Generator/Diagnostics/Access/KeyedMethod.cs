using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>The operations of a method on a key, and whether the stored format follows from its signature.</summary>
internal readonly record struct KeyedMethod(KeyedVerbs Verbs)
{
    public bool HasKnownForm { get; init; }

    public bool IsHelper { get; init; }

    public bool IsNone => Verbs == KeyedVerbs.None;

    /// <summary>Returns the operations of a method of <c>ISession</c>, whose values are bytes of an unknown format.</summary>
    public static KeyedMethod FromSession(string name)
        => name switch
        {
            "TryGetValue" => new(KeyedVerbs.Read),
            "Set" => new(KeyedVerbs.Write),
            "Remove" => new(KeyedVerbs.Remove),
            _ => default,
        };

    /// <summary>Returns the operations of a method of ASP.NET Core's <c>SessionExtensions</c>.</summary>
    public static KeyedMethod FromExtension(string name)
        => name switch
        {
            "GetString" or "GetInt32" => new(KeyedVerbs.Read) { HasKnownForm = true },
            "SetString" or "SetInt32" => new(KeyedVerbs.Write) { HasKnownForm = true },
            "Get" => new(KeyedVerbs.Read),
            _ => default,
        };

    /// <summary>Returns the operations of the library's dictionary extensions. A codec argument determines its own format.</summary>
    public static KeyedMethod FromDictionary(IMethodSymbol method)
    {
        var verbs = method.Name switch
        {
            "Contains" => KeyedVerbs.Test,
            "Get" or "TryGet" => KeyedVerbs.Read,
            "Set" => KeyedVerbs.Write,
            "Pop" => KeyedVerbs.Read | KeyedVerbs.Remove,
            "GetOrAdd" => KeyedVerbs.Read | KeyedVerbs.Write,
            _ => KeyedVerbs.None,
        };
        return new(verbs)
        {
            HasKnownForm = verbs != KeyedVerbs.Test && method.Parameters.All(static parameter => parameter.Name != "codec"),
        };
    }
}
