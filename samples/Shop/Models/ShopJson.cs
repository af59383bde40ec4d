using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Models;

/// <summary>How the lines of a cart are written, in the session and in the API, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(List<CartLine>))]
internal sealed partial class ShopJson : JsonSerializerContext;
