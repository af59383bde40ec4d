using System.ComponentModel;
using TypedSessions.Models;

namespace TypedSessions;

/// <summary>Describes a key under which an earlier version of a model stored a property. Created by generated code.</summary>
/// <typeparam name="T">The property's type.</typeparam>
/// <param name="key">The key in the session, with the model's prefix.</param>
/// <param name="codec">The codec of the key, with the upgrade; <see langword="null"/> for the property's own codec.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SessionFormerKey<T>(string key, SessionCodec<T>? codec = null)
{
    /// <summary>Gets the key in the session, with the model's prefix.</summary>
    public string Key => ValueKey.Text;

    /// <summary>Gets the codec of the key; <see langword="null"/> for the property's own codec.</summary>
    public SessionCodec<T>? Codec => codec;

    internal ValueKey ValueKey { get; } = new(key);

    internal SessionFormerKey<T> ForItem(string item) => new(KeyPattern.Format(key, item), codec);
}
