namespace TypedSessions;

/// <summary>
/// Stores a partial property of a <see cref="SessionModelAttribute"/> class in the session. <see langword="null"/> means "not in the
/// session", and setting it removes the key. A property that cannot be <see langword="null"/> reads as its default while its key is absent.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SessionPropertyAttribute : Attribute
{
    /// <summary>
    /// Gets or sets the key in the session, ordinal, after the model's <see cref="SessionModelAttribute.Prefix"/>. Default: the property's
    /// name. A <see cref="SessionMap{TKey, TValue}"/> needs a pattern with <c>{0}</c> for the keys of its items: <c>cart-{0}</c>.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>
    /// Gets or sets the value of the property while its key is absent: a constant that converts to the property's type. Without it: zero,
    /// <c>""</c>, an empty collection, or a new instance.
    /// </summary>
    public object? Default { get; set; }

    /// <summary>Gets or sets the codec that stores the property.</summary>
    /// <value>
    /// A class that derives from <see cref="SessionCodec{T}"/> of the property's type and has a constructor without parameters. Without
    /// it, the library chooses the codec by the type.
    /// </value>
    public Type? Codec { get; set; }

    /// <summary>
    /// Gets or sets the keys under which earlier versions of the model stored the property, after the model's
    /// <see cref="SessionModelAttribute.Prefix"/>. While the property's own key is absent, the first of them that exists is read. They are
    /// removed when the property is written.
    /// </summary>
    /// <value>A former key has the property's type, or that of the parameter of its <see cref="SessionUpgradeAttribute"/> method.</value>
    public string[]? FormerKeys { get; set; }

    /// <summary>
    /// Gets or sets whether the property is still written under a former key, so that servers with the earlier version of the model read
    /// it: under the key that has the value, or under the first former key if none has. Former keys with an upgrade need a
    /// <see cref="SessionDowngradeAttribute"/> method.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool KeepFormer { get; set; }

    /// <summary>
    /// Gets or sets whether the value is a message that appears once: set in one request, read in a later one, and removed by its response.
    /// A response with a 5xx status, a response to HEAD and a prefetched page leave it, and so does <c>Keep(nameof(…))</c>.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Flash { get; set; }

    /// <summary>
    /// Gets or sets the lifetime of a value after it was set, for example of a verification code. A change in place does not extend it. The
    /// time is stored with the value, so a property that gets or loses a lifetime needs another <see cref="Key"/>. Expired values are
    /// removed when a property of the model is next written.
    /// </summary>
    /// <value>In minutes. Default: 0, for the lifetime of the session.</value>
    public int ExpiresAfterMinutes { get; set; }

    /// <summary>Gets or sets what happens if two requests change the property at the same time.</summary>
    /// <value>Default: <see cref="SessionMerge.Default"/>, by the property's type.</value>
    public SessionMerge Merge { get; set; }
}
