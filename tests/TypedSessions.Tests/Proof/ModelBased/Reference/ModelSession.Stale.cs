namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>
/// What was loaded may be out of date, unless the engine has fresh loads. Then everything that is set or removed is a change.
/// </summary>
internal sealed partial class ModelSession
{
    private readonly HashSet<string> _assigned = [];
    private bool _mayBeStale;
    private bool _isExpiryAssigned;

    private bool HasNewExpiry(Kept loaded) => _isExpiryAssigned || _expiry != loaded.Expiry;

    private void Assign(string key)
    {
        if (_mayBeStale)
        {
            _assigned.Add(key);
        }
    }

    private void TrustWhatIsKnown()
    {
        _assigned.Clear();
        _mayBeStale = _isExpiryAssigned = false;
    }
}
