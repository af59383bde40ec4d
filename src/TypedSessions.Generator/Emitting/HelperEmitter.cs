using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Emitting;

/// <summary>Writes the members that come with every model.</summary>
internal static class HelperEmitter
{
    // A model that is written as JSON shows its properties, not the session behind them.
    private const string NotInJson = "[global::System.Text.Json.Serialization.JsonIgnore]";

    public static void Write(SourceWriter writer, SessionModel model)
    {
        foreach (var (helper, text) in Helpers(model.Names.Session))
        {
            if ((model.Helpers & helper) != 0)
            {
                writer.Line(text);
                writer.Line();
            }
        }
    }

    private static IEnumerable<(HelperMembers Helper, string Text)> Helpers(string session)
    {
        yield return (HelperMembers.Session, $"""
            /// <summary>The session behind this model.</summary>
            {NotInJson}
            public global::Microsoft.AspNetCore.Http.ISession Session => {session}.Session;
            """);
        yield return (HelperMembers.IsModified, $"""
            /// <summary>Whether a property of this model differs from what is stored. Looks at values that were changed in place.</summary>
            {NotInJson}
            public bool IsModified => {session}.IsModified;
            """);
        yield return (HelperMembers.ModifiedProperties, $"""
            /// <summary>The names of the properties that differ from what is stored. Looks at values that were changed in place.</summary>
            {NotInJson}
            public global::System.Collections.Generic.IReadOnlyList<string> ModifiedProperties => {session}.ModifiedProperties;
            """);
        yield return (HelperMembers.Contains, $"""
            /// <summary>Whether the session has a value for a property.</summary>
            /// <param name="propertyName">The name of a property of this model: <c>nameof</c> writes it.</param>
            public bool Contains(string propertyName) => {session}.Contains(propertyName);
            """);
        yield return (HelperMembers.Remove, $"""
            /// <summary>Removes the value of a property from the session, if there is one.</summary>
            /// <param name="propertyName">The name of a property of this model: <c>nameof</c> writes it.</param>
            public void Remove(string propertyName) => {session}.Remove(propertyName);
            """);
        yield return (HelperMembers.Clear, $"""
            /// <summary>Removes the values of all properties of this model. What else is in the session stays.</summary>
            public void Clear() => {session}.Clear();
            """);
    }
}
