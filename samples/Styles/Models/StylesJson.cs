using System.Text.Json;
using System.Text.Json.Serialization;

namespace Styles.Models;

/// <summary>The JSON metadata of the stamps, for the session and responses.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SortedDictionary<string, int>))]
internal sealed partial class StylesJson : JsonSerializerContext;
