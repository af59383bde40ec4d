using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>Chooses names for generated members that do not conflict with the user's.</summary>
internal static class MemberNames
{
    public static GeneratedNames GetNames(INamedTypeSymbol type)
        => new(
            FindFreeName("_session", name => IsTaken(type, name)),
            FindFreeName("Properties", name => IsTaken(type, name)),
            FindFreeName("All", name => !type.GetMembers(name).IsEmpty),
            FindFreeName("Stored", name => IsTaken(type, name)),
            FindFreeName("Retired", name => !type.GetMembers(name).IsEmpty));

    /// <summary>Returns the helper members whose names are unused in the class and its base types.</summary>
    public static HelperMembers GetFreeHelpers(INamedTypeSymbol type, bool hasFlash)
        => GetHelper(type, HelperMembers.Session, "Session")
            | GetHelper(type, HelperMembers.IsModified, "IsModified")
            | GetHelper(type, HelperMembers.ModifiedProperties, "ModifiedProperties")
            | GetHelper(type, HelperMembers.Contains, "Contains")
            | GetHelper(type, HelperMembers.Remove, "Remove")
            | GetHelper(type, HelperMembers.Clear, "Clear")
            | (hasFlash ? GetHelper(type, HelperMembers.Keep, "Keep") : HelperMembers.None);

    private static HelperMembers GetHelper(INamedTypeSymbol type, HelperMembers helper, string name)
        => IsTaken(type, name) ? HelperMembers.None : helper;

    private static string FindFreeName(string wish, Func<string, bool> isTaken)
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
