using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.ModelBased.Subject;

/// <summary>Notes the calls of all nodes' engines, and has one fail where that is wanted.</summary>
internal sealed class Watch
{
    private readonly List<string> _calls = [];
    private (int After, bool IsTransient)? _fault;

    /// <summary>Whether calls are neither noted nor failed: what an administrator does.</summary>
    public bool IsPaused { get; set; }

    public void Begin()
    {
        _calls.Clear();
        _fault = null;
        IsPaused = false;
    }

    /// <summary>
    /// Leaves a commit by hand alone: what follows when one fails (the next looks for the
    /// record that it may have made) is not in the model. <c>Proof.Faults</c> plays it.
    /// </summary>
    public void Spare() => _fault = null;

    public void Fail(int after, bool isTransient) => _fault = (after, isTransient);

    public string[] TakeCalls()
    {
        var calls = _calls.ToArray();
        _calls.Clear();
        return calls;
    }

    public void Note(string call)
    {
        if (IsPaused)
        {
            return;
        }

        if (_fault is not { } fault)
        {
            _calls.Add(call);
        }
        else if (fault.After > 0)
        {
            _fault = (fault.After - 1, fault.IsTransient);
            _calls.Add(call);
        }
        else
        {
            _fault = null;
            _calls.Add($"{call}!");
            throw fault.IsTransient
                ? new IOException("The cable is out.")
                : new SessionEngineException("It can never take that.") { IsTransient = false };
        }
    }
}
