using System.Reflection;
using Xunit.v3;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>The empty project into which the running test's <see cref="PasteAttribute"/> blocks are pasted.</summary>
internal static class Project
{
    /// <summary>Pastes the blocks of the running test and starts the program.</summary>
    public static Task<Site> RunAsync(string probe = "") => RunAsync(new SiteSettings { Probe = probe });

    /// <inheritdoc cref="RunAsync(string)"/>
    public static Task<Site> RunAsync(SiteSettings settings) => Site.StartAsync(Compile(settings), settings);

    /// <summary>Pastes the blocks of the running test and runs the program to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(SiteSettings settings)
    {
        using var program = ProgramRun.Start(Compile(settings), settings.Arguments);
        return (await program.Exit, program.Output);
    }

    private static byte[] Compile(SiteSettings settings)
    {
        var test = ((IXunitTestMethod)TestContext.Current.TestMethod!).Method;
        var path = test.ReflectedType!.GetCustomAttribute<PageAttribute>()!.Path;
        var program = new PastedProgram();
        var packages = new List<string>(MarkdownPage.Read(path).Packages);
        foreach (var paste in test.GetCustomAttributes<PasteAttribute>())
        {
            var page = MarkdownPage.Read(paste.Page ?? path);
            packages.AddRange(page.Packages);
            var code = page.FindBlock(paste.DistinctiveLine).Text;

            // A folder that only an administrator can create.
            program.Paste(code.Replace("/var/lib/myapp", settings.GetPath("myapp"), StringComparison.Ordinal));
        }

        program.Paste(settings.Probe);
        return ProjectCompiler.Compile(program.ToString(), packages.Distinct());
    }
}
