using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TypedSessions.Generator.Model;

/// <summary>A diagnostic as the incremental pipeline can compare it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Path">The file.</param>
/// <param name="Span">The place in the file.</param>
/// <param name="Lines">The same in lines and columns.</param>
/// <param name="Message">The message with its arguments.</param>
internal sealed record ReportedProblem(DiagnosticDescriptor Rule, string Path, TextSpan Span, LinePositionSpan Lines, string Message)
{
    public static ReportedProblem From(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetLineSpan();
        return new(diagnostic.Descriptor, place.Path, diagnostic.Location.SourceSpan, place.Span, diagnostic.GetMessage());
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
