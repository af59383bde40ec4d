using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>The names by which a method gets at the session.</summary>
/// <param name="Sessions">Variables that hold the session or a model.</param>
/// <param name="Contexts">Variables that hold the request's context.</param>
internal sealed record SessionNames(IReadOnlyCollection<string> Sessions, IReadOnlyCollection<string> Contexts)
{
    public static SessionNames Create(IReadOnlyCollection<IParameterSymbol> parameters)
        => new(
            [.. parameters.Where(static it => RequestSession.IsSession(it.Type)).Select(static it => it.Name)],
            [.. parameters.Where(static it => RequestSession.IsContext(it.Type)).Select(static it => it.Name)]);

    /// <summary>The names in a method of a controller or a page: its parameters, and what the class has.</summary>
    public static SessionNames OfAction(IMethodSymbol action)
    {
        var own = Create(action.Parameters);
        var sessions = own.Sessions.ToList();
        foreach (var member in action.ContainingType.GetMembers())
        {
            switch (member)
            {
                case IFieldSymbol field when RequestSession.IsSession(field.Type):
                case IPropertySymbol property when RequestSession.IsSession(property.Type):
                    sessions.Add(member.Name);
                    break;
                case IMethodSymbol { MethodKind: MethodKind.Constructor } constructor:
                    // Those of a primary constructor can be used in the whole class.
                    sessions.AddRange(Create(constructor.Parameters).Sessions);
                    break;
            }
        }

        return new(sessions, [.. own.Contexts, "HttpContext"]);
    }
}
