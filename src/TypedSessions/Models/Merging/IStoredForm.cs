using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>The stored form of a property's values.</summary>
internal interface IStoredForm
{
    /// <summary>Gets the stored form of the default; <see langword="null"/> if an absent value reads as <see langword="null"/>.</summary>
    ReadOnlyMemory<byte>? Default { get; }

    /// <summary>Gets the options with which values are stored as JSON; <see langword="null"/> if they are stored otherwise.</summary>
    JsonSerializerOptions? JsonOptions { get; }

    /// <summary>Returns a stored value as it would be written now; <see langword="null"/> if it is unreadable.</summary>
    byte[]? Rewrite(ReadOnlyMemory<byte> stored);
}
