using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Emitting;

/// <summary>Writes a property that throws, so that compilation continues and the analyzers report the reason.</summary>
internal static class UnusablePropertyEmitter
{
    private const string Throw
        = "throw new global::System.NotSupportedException("
            + "\"This property cannot be kept in the session. The build reports the reason.\")";

    public static void Write(SourceWriter writer, UnusableProperty property)
    {
        writer.Open(property.Declaration);
        foreach (var accessor in property.Accessors)
        {
            writer.Line($"{accessor} => {Throw};");
        }

        writer.Close();
        writer.Line();
    }
}
