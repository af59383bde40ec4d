using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Diagnostics.Lifetime;
using TypedSessions.Generator.Diagnostics.SetUp;
using TypedSessions.Generator.Diagnostics.TestCookie;

namespace TypedSessions.Generator.Diagnostics.Composition;

/// <summary>
/// Runs the rules that only inform. The compiler skips an analyzer of such rules in a build, unless the project raises one of them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AdviceAnalyzer() : CompositeAnalyzer(
    new TestCookieNeverTestedAnalyzer(),
    new ClearedAtSignOutAnalyzer(),
    new OthersStaySignedInAnalyzer(),
    new NoRecentSignInAnalyzer(),
    new CounterWithoutSumAnalyzer(),
    new SynchronousLoadAnalyzer(),
    new CachedSessionAnalyzer(),
    new LargeCookieAnalyzer(),
    new DateTimePropertyAnalyzer());
