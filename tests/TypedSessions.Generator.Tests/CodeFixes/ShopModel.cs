namespace TypedSessions.Generator.Tests.CodeFixes;

/// <summary>A model for the sources of code fix tests.</summary>
internal static class ShopModel
{
    public const string Source = """
        [SessionModel]
        public partial class Shop
        {
            [SessionProperty] public partial string? UserName { get; set; }
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
        }

        """;
}
