using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>What a method does with a key, and whether the form in which it stores the value follows from its signature.</summary>
internal readonly record struct KeyedMethod(KeyedVerbs Verbs)
{
    public bool HasKnownForm { get; init; }

    public bool IsHelper { get; init; }

    public bool IsNone => Verbs == KeyedVerbs.None;

    /// <summary>Of <c>ISession</c> itself: bytes, whatever they mean.</summary>
    public static KeyedMethod OfSession(string name)
        => name switch
        {
            "TryGetValue" => new(KeyedVerbs.Read),
            "Set" => new(KeyedVerbs.Write),
            "Remove" => new(KeyedVerbs.Remove),
            _ => default,
        };

    /// <summary>Of ASP.NET Core's <c>SessionExtensions</c>.</summary>
    public static KeyedMethod OfExtension(string name)
        => name switch
        {
            "GetString" or "GetInt32" => new(KeyedVerbs.Read) { HasKnownForm = true },
            "SetString" or "SetInt32" => new(KeyedVerbs.Write) { HasKnownForm = true },
            "Get" => new(KeyedVerbs.Read),
            _ => default,
        };

    /// <summary>Of the library's verbs of a dictionary. A codec that is named has a form of its own.</summary>
    public static KeyedMethod OfDictionary(IMethodSymbol method)
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
