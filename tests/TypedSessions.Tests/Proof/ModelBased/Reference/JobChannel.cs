namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>The way between a session of the model and a job that opened it.</summary>
internal sealed class JobChannel(Ticket ticket, Job job) : IModelChannel
{
    public IReadOnlyList<Ticket?> Presented { get; } = [ticket];

    public bool HasGarbage => false;

    public bool CanSend => true;

    public bool RenewExpiration => job.IsActivity;

    public bool IsReadOnly => false;

    public int? Node => null;

    // Who holds the token of a session that was opened by its key would not get the new one.
    public bool CanRotate => !job.ByKey;
}
