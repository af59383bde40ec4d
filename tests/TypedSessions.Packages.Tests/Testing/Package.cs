using System.IO.Compression;
using System.Xml.Linq;

namespace TypedSessions.Packages.Tests.Testing;

/// <summary>The content of a package.</summary>
/// <param name="Entries">The paths of the files, without those of the container format.</param>
/// <param name="Metadata">The manifest, without namespaces.</param>
internal sealed record Package(IReadOnlyList<string> Entries, XElement Metadata)
{
    private static readonly string[] OfTheContainer = ["_rels/", "package/", "[Content_Types].xml"];

    public static Package Open(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var names = zip.Entries.Select(entry => entry.FullName).Where(name => !OfTheContainer.Any(name.StartsWith)).ToList();
        using var manifest = zip.GetEntry(names.Single(name => name.EndsWith(".nuspec", StringComparison.Ordinal)))!.Open();
        return new Package([.. names.Order(StringComparer.Ordinal)], WithoutNamespaces(XElement.Load(manifest)).Element("metadata")!);
    }

    /// <summary>Reads a file of a package.</summary>
    public static byte[] Read(string path, string entry)
    {
        using var zip = ZipFile.OpenRead(path);
        using var file = zip.GetEntry(entry)!.Open();
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    public string? Value(string element) => Metadata.Element(element)?.Value;

    public string? Attribute(string element, string attribute) => Metadata.Element(element)?.Attribute(attribute)?.Value;

    private static XElement WithoutNamespaces(XElement element)
        => new(
            element.Name.LocalName,
            element.Attributes().Where(it => !it.IsNamespaceDeclaration),
            element.Nodes().Select(it => it is XElement child ? WithoutNamespaces(child) : it));
}
