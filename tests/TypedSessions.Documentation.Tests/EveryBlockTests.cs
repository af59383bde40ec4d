using System.Reflection;
using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests;

/// <summary>A test runs every block of C# on the pages and checks the page's claims about it.</summary>
public sealed class EveryBlockTests
{
    public static TheoryData<string> Pages => [.. MarkdownPage.Paths];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_of_a_page_is_pasted_by_a_test(string path)
    {
        var page = MarkdownPage.Read(path);
        var pasted = FindTests(path).SelectMany(static test => test.GetCustomAttributes<PasteAttribute>())
            .Where(static paste => paste.Page is null)
            .Select(paste => page.FindBlock(paste.DistinctiveLine))
            .ToHashSet();
        var missing = page.Blocks.Where(block => block.IsCSharp && !pasted.Contains(block));
        Assert.True(!missing.Any(), $"No test pastes:\n{string.Join("\n\n", missing)}");
    }

    private static IEnumerable<MethodInfo> FindTests(string path)
        => typeof(EveryBlockTests).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<PageAttribute>()?.Path == path)
            .SelectMany(static type => type.GetMethods());
}
