using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>Keeps out of the way of what the user calls things.</summary>
internal static class MemberNames
{
    public static PrivateNames Private(INamedTypeSymbol type)
        => new(
            Free("_session", name => IsTaken(type, name)),
            Free("Stored", name => IsTaken(type, name)),
            Free("All", name => !type.GetMembers(name).IsEmpty));

    /// <summary>The helper members whose names the class and its bases leave free.</summary>
    public static HelperMembers FreeHelpers(INamedTypeSymbol type)
        => Helper(type, HelperMembers.Session, "Session")
            | Helper(type, HelperMembers.IsModified, "IsModified")
            | Helper(type, HelperMembers.ModifiedProperties, "ModifiedProperties")
            | Helper(type, HelperMembers.Contains, "Contains")
            | Helper(type, HelperMembers.Remove, "Remove")
            | Helper(type, HelperMembers.Clear, "Clear");

    private static HelperMembers Helper(INamedTypeSymbol type, HelperMembers helper, string name)
        => IsTaken(type, name) ? HelperMembers.None : helper;

    private static string Free(string wish, Func<string, bool> isTaken)
    {
        var name = wish;
        for (var number = 2; isTaken(name); number++)
        {
            name = wish + number;
        }

        return name;
    }

    private static bool IsTaken(INamedTypeSymbol type, string name)
    {
        if (type.Name == name || type.TypeParameters.Any(parameter => parameter.Name == name))
        {
            return true;
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (!current.GetMembers(name).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
