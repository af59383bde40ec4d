using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>The names by which a method accesses the session.</summary>
/// <param name="Sessions">Variables that hold the session or a model.</param>
/// <param name="Contexts">Variables that hold the request's context.</param>
internal sealed record SessionNames(IReadOnlyCollection<string> Sessions, IReadOnlyCollection<string> Contexts)
{
    public static SessionNames FromParameters(IReadOnlyCollection<IParameterSymbol> parameters)
        => new(
            [.. parameters.Where(static it => RequestSessionUse.IsSession(it.Type)).Select(static it => it.Name)],
            [.. parameters.Where(static it => RequestSessionUse.IsContext(it.Type)).Select(static it => it.Name)]);

    /// <summary>Returns the names in a method of a controller or page: its parameters and the members of its class.</summary>
    public static SessionNames FromAction(IMethodSymbol action)
    {
        var own = FromParameters(action.Parameters);
        var sessions = own.Sessions.ToList();
        foreach (var member in action.ContainingType.GetMembers())
        {
            switch (member)
            {
                case IFieldSymbol field when RequestSessionUse.IsSession(field.Type):
                case IPropertySymbol property when RequestSessionUse.IsSession(property.Type):
                    sessions.Add(member.Name);
                    break;
                case IMethodSymbol { MethodKind: MethodKind.Constructor } constructor:
                    // Primary constructor parameters are in scope in the whole class.
                    sessions.AddRange(FromParameters(constructor.Parameters).Sessions);
                    break;
            }
        }

        return new(sessions, [.. own.Contexts, "HttpContext"]);
    }
}
