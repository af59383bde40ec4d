using System.Text.Json;
using System.Text.Json.Serialization;

namespace Styles.Models;

/// <summary>How stamps are written, in the session and in answers, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SortedDictionary<string, int>))]
internal sealed partial class StylesJson : JsonSerializerContext;
