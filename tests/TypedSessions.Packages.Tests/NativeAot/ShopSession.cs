using System.Text.Json.Serialization;
using TypedSessions;

[SessionModel(JsonContext = typeof(ShopJson))]
public sealed partial class ShopSession
{
    [SessionProperty] public partial int Visits { get; set; }

    [SessionProperty] public partial List<CartLine> Lines { get; set; }

    [SessionProperty(Key = "seen-{0}", Merge = SessionMerge.Sum)] public partial SessionMap<int, int> Seen { get; }
}

public sealed record CartLine(string Book);

[JsonSerializable(typeof(List<CartLine>))]
internal sealed partial class ShopJson : JsonSerializerContext;
