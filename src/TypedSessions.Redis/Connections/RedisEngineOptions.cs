using System.ComponentModel.DataAnnotations;

namespace TypedSessions.Redis;

/// <summary>Options of a <see cref="RedisSessionEngine"/>.</summary>
public sealed class RedisEngineOptions
{
    /// <summary>
    /// Gets or sets the prefix of all keys, which separates sessions from other data on the server. Each application that shares a server
    /// needs a prefix. Django: <c>KEY_PREFIX</c> of the cache.
    /// </summary>
    /// <value>Not empty, without braces, because a cluster places keys by them. Default: <c>typed-sessions:</c>.</value>
    [Required(ErrorMessage = "{0} is empty. Set a prefix that no other key of the server has.")]
    [RegularExpression("[^{}]+", ErrorMessage = "{0} has a brace, by which a cluster would place all keys. Remove it.")]
    public string KeyPrefix { get; set; } = "typed-sessions:";

    /// <summary>Gets or sets the number of the database. A cluster has only the database 0.</summary>
    /// <value>At least 0. Default: <see langword="null"/>, for that of the connection, usually 0.</value>
    [OptionRange("0")]
    public int? Database { get; set; }

    /// <summary>
    /// Gets or sets which changes wait until the replicas have them. Replication is asynchronous, so a failover can undo the last changes
    /// that the server has confirmed.
    /// </summary>
    /// <value>Default: <see cref="WaitForReplicas.FinalChanges"/>.</value>
    public WaitForReplicas WaitForReplicas { get; set; }

    /// <summary>
    /// Gets or sets how long a change waits for the replicas. If none confirms it in time, the request fails: the change is stored, but a
    /// failover could undo it.
    /// </summary>
    /// <value>From one millisecond to one minute. Default: one second.</value>
    [OptionRange("00:00:00.001", "00:01:00")]
    public TimeSpan ReplicaTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Gets or sets how far the clock of a node may be ahead of the others: records are removed only once they have been expired for longer
    /// than this. Requests never find an expired record, removed or not.
    /// </summary>
    /// <value>From zero to 30 days. Default: 5 minutes, because expired records take memory.</value>
    [OptionRange("00:00:00", "30.00:00:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(5);
}
