namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>The engine failed.</summary>
internal sealed class EngineDown(bool isTransient) : Exception
{
    public bool IsTransient { get; } = isTransient;
}

/// <summary>The code may not do that.</summary>
internal sealed class NotAllowed : Exception;
