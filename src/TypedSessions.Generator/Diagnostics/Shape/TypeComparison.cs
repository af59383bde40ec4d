using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Shape;

/// <summary>Compares the members of stored types with the recorded ones.</summary>
internal sealed class TypeComparison(RecordedShape recorded, CurrentShape current, Action<Diagnostic> report)
{
    public void Run()
    {
        foreach (var pair in current.Types)
        {
            var lines = CurrentShape.GetLines(pair.Key, pair.Value).ToArray();
            foreach (var (line, symbol) in lines)
            {
                Compare(line, symbol);
            }

            var names = new HashSet<string>(lines.Select(static it => it.Line.Name), StringComparer.Ordinal);
            foreach (var gone in recorded.Shipped.Where(
                line => line.Kind == ShapeKind.Member && line.Owner == pair.Key && !names.Contains(line.Name)))
            {
                ReportMember(pair.Value, gone, "was removed or renamed");
            }
        }
    }

    private void Compare(ShapeLine line, ISymbol symbol)
    {
        var shipped = recorded.FindShipped(line);
        if (line.Kind == ShapeKind.Enum)
        {
            var numbers = line.GetEnumMembers().ToDictionary(static it => it.Name, static it => it.Number);
            foreach (var (name, number) in shipped?.GetEnumMembers() ?? [])
            {
                if (!numbers.TryGetValue(name, out var now) || now != number)
                {
                    var change = now is null ? "was removed or renamed" : $"was {number} and is {now} now";
                    report(Diagnostic.Create(ShapeDescriptors.EnumMemberChanged, Locations.Name(symbol), line.Owner, name, change));
                    return;
                }
            }
        }
        else if (shipped is not null && shipped.Text != line.Text)
        {
            ReportMember(symbol, line, $"was '{shipped.Text}' and is '{line.Text}' now");
            return;
        }

        if (recorded.Find(line)?.Text != line.Text)
        {
            report(ShapeProperties.CreateNotRecorded(Locations.Name(symbol), line));
        }
    }

    private void ReportMember(ISymbol symbol, ShapeLine line, string change)
        => report(Diagnostic.Create(ShapeDescriptors.MemberChanged, Locations.Name(symbol), line.Owner, line.Name, change));
}
