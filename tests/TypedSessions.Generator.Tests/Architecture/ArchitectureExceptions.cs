using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Architecture;

/// <summary>The places that break a rule of <see cref="ArchitectureTests"/> and are known: <c>rule: place</c>, one a line.</summary>
internal static class ArchitectureExceptions
{
    private static readonly string Path = Repository.GetPath("tests", "TypedSessions.Generator.Tests", "Architecture", "Exceptions.txt");
    private static readonly Lock Writing = new();

    public static IEnumerable<string> Read(string rule)
        => File.ReadAllLines(Path).Where(line => line.StartsWith(rule + ": ", StringComparison.Ordinal)).Select(
            line => line[(rule.Length + 2)..]);

    public static void Write(string rule, IEnumerable<string> places)
    {
        lock (Writing)
        {
            var others = File.Exists(Path)
                ? File.ReadAllLines(Path).Where(line => !line.StartsWith(rule + ": ", StringComparison.Ordinal))
                : [];
            File.WriteAllLines(Path, others.Concat(places.Select(place => $"{rule}: {place}")).Order(StringComparer.Ordinal));
        }
    }
}
