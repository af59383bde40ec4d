using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <content>The test cookie. Warnings: the code runs, and never does what it says.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor TestCookieTestedTooEarly = TestCookie(
        DiagnosticIds.TestCookieTestedTooEarly,
        "The test cookie is tested in the request that sets it",
        "'TestCookieWorked()' is never true in the request that called 'SetTestCookie()'; call it in a later request, when the browser has had the chance to return the cookie");

    private static DiagnosticDescriptor TestCookie(string id, string title, string message, params string[] tags)
        => Create(nameof(TestCookie), DiagnosticSeverity.Warning, id, title, message, tags);
}
