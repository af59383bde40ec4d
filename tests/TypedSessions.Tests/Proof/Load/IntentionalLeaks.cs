using Microsoft.Win32.SafeHandles;

namespace TypedSessions.Tests.Proof.Load;

/// <summary>
/// Intentional leaks, to show that the test detects leaks: a small object with each request, and sometimes a handle and a thread.
/// </summary>
internal sealed class IntentionalLeaks
{
    private const int RequestsPerHandle = 200;

    private readonly List<object> _objects = [];
    private readonly List<SafeFileHandle> _handles = [];
    private readonly ManualResetEventSlim _never = new();

    public void Leak()
    {
        lock (_objects)
        {
            _objects.Add(new object());
            if (_objects.Count % RequestsPerHandle == 0)
            {
                _handles.Add(File.OpenHandle(Environment.ProcessPath!));
                new Thread(_never.Wait) { IsBackground = true }.Start();
            }
        }
    }
}
