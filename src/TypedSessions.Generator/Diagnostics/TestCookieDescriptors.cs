using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>The test cookie. Warnings: the code runs but the test cannot work.</summary>
internal static class TestCookieDescriptors
{
    public static readonly DiagnosticDescriptor TestCookieTestedTooEarly = TestCookie(
        DiagnosticIds.TestCookieTestedTooEarly,
        "The test cookie is tested in the request that sets it",
        "'TestCookieWorked()' is never true in the request that called 'SetTestCookie()'; "
            + "call it in a later request, which can return the cookie");

    public static readonly DiagnosticDescriptor TestCookieNotTested = TestCookie(
        DiagnosticIds.TestCookieNotTested,
        "The test cookie is deleted without being tested",
        "'DeleteTestCookie()' is called without checking 'TestCookieWorked()'; call 'TestCookieWorked()' first");

    public static readonly DiagnosticDescriptor TestCookieNeverTested = TestCookie(
        DiagnosticIds.TestCookieNeverTested,
        "The test cookie is set and never tested",
        "The test cookie is set, but no code in the project calls 'TestCookieWorked()'; test it in a later request, or do not set it",
        DiagnosticSeverity.Info,
        WellKnownDiagnosticTags.CompilationEnd);

    private static DiagnosticDescriptor TestCookie(
        string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Warning, params string[] tags)
        => Descriptor.Create(nameof(TestCookie), severity, id, title, message, tags);
}
