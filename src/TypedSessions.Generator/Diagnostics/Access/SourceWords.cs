using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Finds identifiers and whole string literals in source files. Scanning text costs less than visiting tokens.</summary>
internal sealed class SourceWords(HashSet<string> words)
{
    private readonly HashSet<char> _starts = [.. words.Where(static word => word.Length > 0).Select(static word => word[0])];

    /// <summary>Returns the tokens of a file that are one of the words, and disabled code that contains one.</summary>
    public IEnumerable<(string Word, SyntaxToken Token, bool IsDisabledCode)> Find(SyntaxTree file, CancellationToken cancellationToken)
    {
        SyntaxNode? root = null;
        foreach (var (word, position) in Find(file.GetText(cancellationToken).ToString()))
        {
            root ??= file.GetRoot(cancellationToken);
            var token = root.FindToken(position);
            if (token.Span.Contains(position))
            {
                if (token.ValueText == word)
                {
                    yield return (word, token, false);
                }
            }
            else if (root.FindTrivia(position).IsKind(SyntaxKind.DisabledTextTrivia))
            {
                yield return (word, token, true);
            }
        }
    }

    private IEnumerable<(string Word, int Position)> Find(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var start = index;
            if (text[index] == '"')
            {
                start++;
                var end = text.IndexOf('"', start);
                if (end > start && IsWord(text, start, end) is { } literal)
                {
                    yield return (literal, start);
                    index = end;
                }
            }
            else if (IsPart(text[index]))
            {
                while (index < text.Length && IsPart(text[index]))
                {
                    index++;
                }

                if (IsWord(text, start, index) is { } identifier)
                {
                    yield return (identifier, start);
                }

                index--;
            }
        }
    }

    private string? IsWord(string text, int start, int end)
        => _starts.Contains(text[start]) && text.Substring(start, end - start) is var part && words.Contains(part) ? part : null;

    private static bool IsPart(char letter) => letter == '_' || char.IsLetterOrDigit(letter);
}
