using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Models;

/// <summary>The JSON metadata of the cart, for the session and the API.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(List<CartLine>))]
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class ShopJson : JsonSerializerContext;
