namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>The names of the session members for the test cookie.</summary>
internal static class TestCookieNames
{
    public const string Set = "SetTestCookie";
    public const string Test = "TestCookieWorked";
    public const string Delete = "DeleteTestCookie";
}
