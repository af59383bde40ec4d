using System.Reflection;

namespace TypedSessions.Tests.Proof.Fuzz;

/// <summary>
/// Stored inputs: named ones that have caused a failure, and inputs from long runs that mutation would take long to find again.
/// </summary>
internal static class Corpus
{
    private const string Root = "Fuzz/";

    private static readonly Assembly Assembly = typeof(Corpus).Assembly;

    /// <summary>Returns the inputs of a target with their names.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Enumerate(string target)
        => Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"{Root}{target}/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name, Read(name)));

    /// <summary>Writes a new input to a folder of the developer.</summary>
    public static void Keep(string folder, string target, string name, ReadOnlySpan<byte> input)
        => File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, target)).FullName, name), input.ToArray());

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
