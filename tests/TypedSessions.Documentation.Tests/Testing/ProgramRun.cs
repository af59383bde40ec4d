using System.Reflection;
using System.Runtime.Loader;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>A program that runs on its own thread, loaded in a context that can be unloaded.</summary>
internal sealed class ProgramRun : IDisposable
{
    private readonly AssemblyLoadContext _context = new("MyShop", isCollectible: true);
    private readonly Assembly _assembly;
    private readonly StringWriter _console = ConsoleCapture.Start();

    private ProgramRun(byte[] assembly, string[] arguments)
    {
        _assembly = _context.LoadFromStream(new MemoryStream(assembly));
        Exit = Task.Factory.StartNew(() => Main(arguments), TaskCreationOptions.LongRunning);
    }

    /// <summary>Completes with the program's exit code.</summary>
    public Task<int> Exit { get; }

    /// <summary>The console output of the program.</summary>
    public string Output => _console.ToString();

    public static ProgramRun Start(byte[] assembly, params string[] arguments) => new(assembly, arguments);

    public void Dispose() => _context.Unload();

    private int Main(string[] arguments)
    {
        // MVC loads the application's assembly by its name.
        using var scope = _context.EnterContextualReflection();
        var result = _assembly.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [arguments], culture: null);
        return result is int exitCode ? exitCode : 0;
    }
}
