namespace TypedSessions.Tests.Proof.ModelBased;

/// <summary>A model with a value that is changed in place.</summary>
[SessionModel]
public sealed partial class Basket
{
    internal const string LinesKey = "basket-lines";

    [SessionProperty(Key = LinesKey)]
    public partial List<string> Lines { get; set; }
}
