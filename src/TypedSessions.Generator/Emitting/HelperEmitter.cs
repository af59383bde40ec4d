using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Emitting;

/// <summary>Writes the helper members of a model.</summary>
internal static class HelperEmitter
{
    // JSON of a model contains its properties, not the session.
    private const string NotInJson = "[global::System.Text.Json.Serialization.JsonIgnore]";

    public static void Write(SourceWriter writer, SessionModel model)
    {
        foreach (var (helper, text) in GetHelpers(model.Names.Session))
        {
            if ((model.Helpers & helper) != 0)
            {
                writer.Line(text);
                writer.Line();
            }
        }
    }

    private static IEnumerable<(HelperMembers Helper, string Text)> GetHelpers(string session)
    {
        yield return (HelperMembers.Session, $"""
            /// <summary>Gets the session of this model.</summary>
            {NotInJson}
            public global::Microsoft.AspNetCore.Http.ISession Session => {session}.Session;
            """);
        yield return (HelperMembers.IsModified, $"""
            /// <summary>Gets a value indicating whether a property of this model has changed. Detects values changed in place.</summary>
            {NotInJson}
            public bool IsModified => {session}.IsModified;
            """);
        yield return (HelperMembers.ModifiedProperties, $"""
            /// <summary>Gets the names of the properties that have changed. Detects values changed in place.</summary>
            {NotInJson}
            public global::System.Collections.Generic.IReadOnlyList<string> ModifiedProperties => {session}.ModifiedProperties;
            """);
        yield return (HelperMembers.Contains, $"""
            /// <summary>Returns whether the session has a value for a property.</summary>
            /// <param name="propertyName">The name of a property of this model, from <c>nameof</c>.</param>
            public bool Contains(string propertyName) => {session}.Contains(propertyName);
            """);
        yield return (HelperMembers.Remove, $"""
            /// <summary>Removes the value of a property from the session, if there is one.</summary>
            /// <param name="propertyName">The name of a property of this model, from <c>nameof</c>.</param>
            public void Remove(string propertyName) => {session}.Remove(propertyName);
            """);
        yield return (HelperMembers.Clear, $"""
            /// <summary>Removes the values of all properties of this model. Other values in the session are kept.</summary>
            public void Clear() => {session}.Clear();
            """);
        yield return (HelperMembers.Keep, $"""
            /// <summary>Keeps the value of a flash property for a later request, whether or not this one reads it.</summary>
            /// <param name="propertyName">The name of a flash property of this model, from <c>nameof</c>.</param>
            public void Keep(string propertyName) => {session}.Keep(propertyName);
            """);
    }
}
