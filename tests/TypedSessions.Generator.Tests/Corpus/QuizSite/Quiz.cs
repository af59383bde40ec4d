// A site with the mistakes that its author will make, each marked.
namespace QuizSite;

[SessionModel]
public partial class QuizSession
{
    [SessionProperty] public partial int Question { get; set; }

    [SessionProperty] public partial List<int> Answers { get; set; }

    [SessionProperty] public int {|TSES011:Points|} { get; set; }

    [SessionProperty(Default = "three")] public partial string? Level { get; set; }

    [SessionProperty(Key = {|TSES022:"Answers"|})] public partial int Total { get; set; }

    [SessionProperty] public partial {|TSES018:HttpContext|} Context { get; set; }

    [SessionProperty] public partial {|TSES018:(int Right, int Wrong)|} Pair { get; set; }
}

[SessionModel]
public class {|TSES001:PlayerSession|}
{
    public string? Name { get; set; }
}

[SessionModel]
public partial {|TSES004:record|} ScoreSession
{
    public int Points { get; set; }
}

public sealed class Scores
{
    [SessionProperty] public int {|TSES021:Best|} { get; set; }
}

public partial class Outer<T>
{
    [SessionModel]
    public partial class Inner
    {
        [SessionProperty] public partial T? Value { get; set; }

        [SessionProperty] public {|TSES012:static|} partial int Count { get; set; }

        [SessionProperty] public partial string Name { get; {|TSES016:init|}; }

        [SessionProperty] public {|TSES017:required|} partial string Title { get; set; }
    }
}
