namespace TypedSessions.Models.Codecs;

/// <summary>Names of types as C# writes them, for messages.</summary>
internal static class TypeName
{
    /// <summary><c>List&lt;CartLine&gt;</c></summary>
    public static string Short(Type type) => Write(type, static type => type.Name);

    /// <summary><c>System.Collections.Generic.List&lt;Shop.CartLine&gt;</c></summary>
    public static string Full(Type type) => Write(type, static type => type.Namespace is { } space ? $"{space}.{type.Name}" : type.Name);

    private static string Write(Type type, Func<Type, string> name)
    {
        if (type.IsArray)
        {
            return $"{Write(type.GetElementType()!, name)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        return type.IsGenericType
            ? $"{name(type).Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(argument => Write(argument, name)))}>"
            : name(type);
    }
}
