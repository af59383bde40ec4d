using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TypedSessions.Generator.Model;

/// <summary>A diagnostic with value equality, for the incremental pipeline.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Path">The path of the file.</param>
/// <param name="Span">The span in the file.</param>
/// <param name="Lines">The span as lines and columns.</param>
/// <param name="Message">The message with its arguments.</param>
internal sealed record ReportedProblem(DiagnosticDescriptor Rule, string Path, TextSpan Span, LinePositionSpan Lines, string Message)
{
    public static ReportedProblem From(Diagnostic diagnostic)
    {
        var location = diagnostic.Location.GetLineSpan();
        return new(diagnostic.Descriptor, location.Path, diagnostic.Location.SourceSpan, location.Span, diagnostic.GetMessage());
    }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        Rule.Id,
        Rule.Category,
        Message,
        Rule.DefaultSeverity,
        Rule.DefaultSeverity,
        Rule.IsEnabledByDefault,
        Rule.DefaultSeverity == DiagnosticSeverity.Error ? 0 : 1,
        Rule.Title,
        Rule.Description,
        Rule.HelpLinkUri,
        Location.Create(Path, Span, Lines));
}
