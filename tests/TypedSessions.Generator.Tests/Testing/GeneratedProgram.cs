using System.Runtime.Loader;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>Runs generated code with the runtime library.</summary>
internal static class GeneratedProgram
{
    /// <summary>Returns the result of a project's <c>Program.Run()</c>.</summary>
    public static T Run<T>(string source)
    {
        using var assembly = new MemoryStream();
        var emitted = GeneratorRun.Create(source).Output.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success);

        assembly.Position = 0;
        var context = new AssemblyLoadContext(name: null, isCollectible: true);
        var run = context.LoadFromStream(assembly).GetType("Program")!.GetMethod("Run")!;
        return (T)run.Invoke(null, null)!;
    }
}
