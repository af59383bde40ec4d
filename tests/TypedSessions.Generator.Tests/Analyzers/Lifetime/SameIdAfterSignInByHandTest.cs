using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

/// <summary>Verifies TSES045 on code that signs in without the authentication of ASP.NET Core.</summary>
public abstract class SameIdAfterSignInByHandTest
{
    internal const string Head = """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.AspNetCore.Routing;

        [SessionModel]
        public partial class Shop
        {
            [SessionProperty] public partial string? UserName { get; set; }
            [SessionProperty] public partial int? MemberId { get; set; }
            [SessionProperty] public partial bool IsAuthenticated { get; set; }
            [SessionProperty] public partial string? LoginHint { get; set; }
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int LoginAttempts { get; set; }
            [SessionProperty] public partial string? UserTheme { get; set; }
            [SessionProperty] public partial string? PendingUserId { get; set; }
        }

        """;

    internal static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SameIdAfterSignIn);
}
