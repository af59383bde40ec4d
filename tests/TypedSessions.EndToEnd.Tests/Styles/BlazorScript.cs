using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.Playwright;

namespace TypedSessions.EndToEnd.Tests.Styles;

/// <summary>
/// Blazor's script for the browser. The SDK takes it from a package that not every feed has; the runtime of .NET 9 has it inside, and talks to a server of .NET 10 in the same words.
/// </summary>
internal static class BlazorScript
{
    private const string Name = "_framework/blazor.web.js";

    private static readonly Lazy<string> Text = new(Read);

    /// <summary>Has the browser find the script where a published site would have it.</summary>
    public static Task ServeAsync(IBrowserContext browser)
        => browser.RouteAsync($"**/{Name}", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = Text.Value }));

    private static string Read()
    {
        var path = typeof(BlazorScript).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "BlazorAssembly").Value!;
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var resource = metadata.ManifestResources.Select(metadata.GetManifestResource).Single(it => metadata.GetString(it.Name) == Name);
        var bytes = file.GetSectionData(file.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress + (int)resource.Offset).GetReader();
        return bytes.ReadUTF8(bytes.ReadInt32());
    }
}
