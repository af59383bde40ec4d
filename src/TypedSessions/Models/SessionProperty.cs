using System.ComponentModel;
using System.Text.Json;

namespace TypedSessions;

/// <summary>Describes how a property of a model is stored. Created by generated code, one for each property.</summary>
public abstract class SessionProperty
{
    private protected SessionProperty(int index, string name, string key)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentNullException.ThrowIfNull(name);
        Index = index;
        Name = name;
        ValueKey = new ValueKey(key);
    }

    /// <summary>Gets the property's place among those of its model, from 0.</summary>
    public int Index { get; }

    /// <summary>Gets the property's name.</summary>
    public string Name { get; }

    /// <summary>Gets the key in the session, with the model's prefix.</summary>
    public string Key => ValueKey.Text;

    /// <summary>
    /// Gets how the value is merged with another request's change of it; <see langword="null"/> if the later commit replaces it.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SessionMergePlan? Merge { get; init; }

    /// <summary>Gets whether the value is removed by the response to the request that reads it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool IsFlash { get; init; }

    /// <summary>Gets how long a value is there after it was set; <see langword="null"/> for as long as the session.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TimeSpan? Lifetime { get; init; }

    internal ValueKey ValueKey { get; }

    /// <summary>Gets the keys under which earlier versions of the model stored the property.</summary>
    internal ValueKey[] FormerKeys { get; private protected init; } = [];

    /// <summary>Gets the property's type.</summary>
    public abstract Type Type { get; }

    /// <summary>Returns the merge of a removal; <see langword="null"/> if it replaces whatever is stored.</summary>
    internal abstract SessionValueMerge? CreateRemovalMerge();

    /// <summary>Returns the value that stored bytes have for this property, for tools that show sessions.</summary>
    /// <param name="stored">The bytes.</param>
    /// <param name="options">
    /// The application's <see cref="TypedSessionsOptions.JsonSerializerOptions"/>; <see langword="null"/> for the defaults.
    /// </param>
    /// <exception cref="FormatException">The bytes are not a value of the property's type.</exception>
    public abstract object? Decode(ReadOnlySpan<byte> stored, JsonSerializerOptions? options = null);
}
