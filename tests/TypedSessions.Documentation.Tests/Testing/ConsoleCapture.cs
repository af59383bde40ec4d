using System.Text;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>Separates the console output of concurrent programs.</summary>
internal sealed class ConsoleCapture : TextWriter
{
    private static readonly AsyncLocal<StringWriter?> Current = new();

    private static readonly Lock Installing = new();

    private static TextWriter? _installed;

    private readonly TextWriter _console;

    private ConsoleCapture(TextWriter console) => _console = console;

    public override Encoding Encoding => _console.Encoding;

    private TextWriter Target => (TextWriter?)Current.Value ?? _console;

    /// <summary>Captures the later console output of the current execution context.</summary>
    public static StringWriter Start()
    {
        Install();
        return Current.Value = new StringWriter { NewLine = "\n" };
    }

    public override void Write(char value) => Target.Write(value);

    public override void Write(string? value) => Target.Write(value);

    public override void WriteLine(string? value) => Target.WriteLine(value);

    // A test runner may replace the console at any time.
    private static void Install()
    {
        lock (Installing)
        {
            if (!ReferenceEquals(Console.Out, _installed))
            {
                Console.SetOut(new ConsoleCapture(Console.Out));
                _installed = Console.Out;
            }
        }
    }
}
