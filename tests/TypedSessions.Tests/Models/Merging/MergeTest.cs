using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TypedSessions.Models;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Models.Merging;

/// <summary>Merges stored values of a property. Values are JSON text; <see langword="null"/> is an absent value.</summary>
internal static class MergeTest
{
    /// <summary>Returns the merged value as JSON.</summary>
    public static string? Merge<T>(SessionProperty<T> property, string? before, string? mine, string? theirs)
        => GetText(Run(property, before, mine, theirs));

    /// <summary>Returns the merged value, and whether both requests had changed the same part.</summary>
    public static (string? Value, bool HasOverlap) MergeWithOverlap<T>(
        SessionProperty<T> property, string? before, string? mine, string? theirs)
    {
        var merged = Run(property, before, mine, theirs);
        Assert.False(merged.IsRefused);
        return (GetText(merged), merged.HasOverlap);
    }

    public static bool IsRefused<T>(SessionProperty<T> property, string? before, string? mine, string? theirs)
        => Run(property, before, mine, theirs).IsRefused;

    public static SessionProperty<T> Property<T>(
        SessionMergePlan plan, JsonSerializerContext? context = null, Func<T>? createDefault = null)
    {
        var codec = context is null ? SessionCodec.Json<T>() : SessionCodec.Json<T>(context);
        return createDefault is null
            ? new(0, "Value", "value", codec) { Merge = plan }
            : new(0, "Value", "value", codec, createDefault) { Merge = plan };
    }

    private static MergedValue Run<T>(SessionProperty<T> property, string? before, string? mine, string? theirs)
        => new PropertyMerge<T>(property, property.Codec) { Base = GetBytes(before) }.Merge(GetBytes(mine), GetBytes(theirs));

    private static ReadOnlyMemory<byte>? GetBytes(string? text)
        => text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);

    private static string? GetText(MergedValue merged)
        => merged.Value is { } value ? JsonDocument.Parse(value).RootElement.GetRawText() : null;
}
