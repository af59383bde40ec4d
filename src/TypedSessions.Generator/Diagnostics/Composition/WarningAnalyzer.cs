using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Diagnostics.Lifetime;
using TypedSessions.Generator.Diagnostics.Secrets;
using TypedSessions.Generator.Diagnostics.SetUp;
using TypedSessions.Generator.Diagnostics.Shape;
using TypedSessions.Generator.Diagnostics.StoredTypes;
using TypedSessions.Generator.Diagnostics.TestCookie;

namespace TypedSessions.Generator.Diagnostics.Composition;

/// <summary>Runs the rules that report warnings and errors.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WarningAnalyzer() : CompositeAnalyzer(
    new ModelAnalyzer(),
    new PropertyAnalyzer(),
    new KeyAnalyzer(),
    new ReservedKeyAnalyzer(),
    new FormerKeyInUseAnalyzer(),
    new ConversionDoesNotFitAnalyzer(),
    new JsonAnalyzer(),
    new LostValueAnalyzer(),
    new ShapeAnalyzer(),
    new TestCookieAnalyzer(),
    new StartedResponseAnalyzer(),
    new StoredSessionAnalyzer(),
    new CapturedSessionAnalyzer(),
    new SessionInSingletonAnalyzer(),
    new SharedSessionAnalyzer(),
    new SameIdAfterSignInAnalyzer(),
    new UnsavedSessionAnalyzer(),
    new UnawaitedCallAnalyzer(),
    new StreamedPageAnalyzer(),
    new DeletedCookieAnalyzer(),
    new KeyedCallAnalyzer(),
    new UnmatchedKeyAnalyzer(),
    new PipelineOrderAnalyzer(),
    new MissingSetUpAnalyzer(),
    new StockSessionAnalyzer(),
    new InsecureCookieAnalyzer(),
    new ShortCircuitedSessionAnalyzer(),
    new OpenDashboardAnalyzer(),
    new SecretAnalyzer(),
    new EmptyJustificationAnalyzer());
