namespace TypedSessions.Generator.Parsing;

/// <summary>The members of <c>TypedSessions.SessionMerge</c>.</summary>
internal enum MergeMode
{
    Default,
    LastWins,
    ThreeWay,
    Sum,
    Fail,
}
