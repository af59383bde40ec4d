using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Emitting;

/// <summary>Writes the code of one property.</summary>
internal static class PropertyEmitter
{
    private const int MaxLineLength = 160;

    /// <summary>Writes the property: one line per accessor.</summary>
    public static void WriteProperty(SourceWriter writer, SessionModel model, SessionProperty property)
    {
        var stored = GetDescription(model, property);
        writer.Open($"{property.Modifiers} {property.Type} {property.Name}");
        writer.Line($"{property.Getter}get => {model.Names.Session}.{(property.MapKeyType is null ? "Get" : "GetMap")}({stored});");
        if (property.Setter is not null)
        {
            writer.Line($"{property.Setter}set => {model.Names.Session}.Set({stored}, value);");
        }

        writer.Close();
        writer.Line();
    }

    /// <summary>Returns the name of the field that describes the property.</summary>
    public static string GetDescription(SessionModel model, SessionProperty property)
        => $"{(property.Access.Length == 0 ? model.Names.Stored : model.Names.Properties)}.{property.Name}";

    /// <summary>Writes how the property is stored and merged: one line, or more if they are long.</summary>
    public static void WriteDescription(SourceWriter writer, SessionProperty property, int index)
    {
        var arguments = $"{index}, {Literal(property.PlainName)}, {Literal(property.Key)}, {property.Codec}";
        var last = property.Default.Length > 0 ? ", " + property.Default : "";
        var access = property.Access.Length == 0 ? "public" : property.Access;
        var head = $"{access} static readonly global::TypedSessions." + (property.MapKeyType is null
            ? $"SessionProperty<{property.StoredType}> {property.Name} = new("
            : $"SessionMapProperty<{property.MapKeyType}, {property.StoredType}> {property.Name} = new(new(");
        var tail = $"{arguments}{last})";
        var line = head.Length + tail.Length < MaxLineLength ? head + tail : $"{head}\n    {tail}";
        writer.Line(line + GetInitializer(property.Settings) + (property.MapKeyType is null ? ";" : ");"));
    }

    private static string GetInitializer(EquatableArray<string> settings)
        => settings.Count switch
        {
            0 => "",
            1 => $"\n    {{ {settings[0]} }}",
            _ => $"\n    {{\n        {string.Join(",\n        ", settings)},\n    }}",
        };

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
