using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TypedSessions.Models.Codecs;

/// <summary>UTF-8 JSON without white space.</summary>
/// <param name="resolve">
/// Finds the type's metadata. Called on first use, so that one type without metadata does not break a whole model.
/// </param>
/// <param name="isMutable">Whether a value can change in place.</param>
/// <param name="resolveWith">
/// Finds the type's metadata in the application's options; <see langword="null"/> if the metadata is given.
/// </param>
internal sealed class JsonCodec<T>(
    Func<JsonTypeInfo> resolve, bool isMutable, Func<JsonSerializerOptions, JsonTypeInfo>? resolveWith = null) : SessionCodec<T>
{
    private const int DefaultDepth = 64;

    private ConditionalWeakTable<JsonSerializerOptions, JsonCodec<T>>? _withOptions;
    private JsonTypeInfo<T>? _typeInfo;

    public override bool IsMutable => isMutable;

    internal override JsonSerializerOptions JsonOptions => TypeInfo.Options;

    private JsonTypeInfo<T> TypeInfo => _typeInfo ??= (JsonTypeInfo<T>)resolve();

    private int MaxDepth => TypeInfo.Options.MaxDepth == 0 ? DefaultDepth : TypeInfo.Options.MaxDepth;

    public static JsonTypeInfo Resolve(JsonSerializerContext context)
        => context.GetTypeInfo(typeof(T)) ?? throw new InvalidOperationException(
            $"{TypeName.Short(context.GetType())} has no metadata for {TypeName.Full(typeof(T))}. "
            + $"Add [JsonSerializable(typeof({TypeName.Short(typeof(T))}))] to it.");

    public override void Encode(T value, IBufferWriter<byte> output)
    {
        // Without a maximum depth, the writer would write JSON that is too deep for the reader.
        using var writer = new Utf8JsonWriter(
            output, new JsonWriterOptions { Encoder = TypeInfo.Options.Encoder, MaxDepth = MaxDepth, SkipValidation = true });
        JsonSerializer.Serialize(writer, value, TypeInfo);
    }

    public override T Decode(ReadOnlySpan<byte> stored)
    {
        var typeInfo = TypeInfo;
        try
        {
            return JsonSerializer.Deserialize(stored, typeInfo) ?? throw new FormatException(
                "The stored JSON is null, which is never stored.");
        }
        catch (Exception exception) when (IsAboutBytes(exception, typeInfo))
        {
            throw new FormatException($"The stored bytes are not JSON of a {TypeName.Short(typeof(T))}.", exception);
        }
    }

    private protected override string? FindLoss(T value, ReadOnlySpan<byte> encoded)
    {
        var restored = DecodeAgain(encoded);
        return new RoundTrip(TypeInfo.Options).FindLoss(value, restored, typeof(T)) ?? FindDifference(encoded, restored);
    }

    internal override SessionCodec<T> With(JsonSerializerOptions? options)
        => options is null || resolveWith is null
            ? this
            : LazyInitializer.EnsureInitialized(ref _withOptions).GetValue(
                options, options => new JsonCodec<T>(() => resolveWith(options), isMutable));

    // The type's own constructors and setters may throw anything for invalid bytes. NotSupportedException is about the type,
    // except for an abstract type with several derived types: there the bytes do not name one.
    private static bool IsAboutBytes(Exception exception, JsonTypeInfo<T> type)
        => exception is not FormatException && (exception is not NotSupportedException || Polymorphism.IsIn(type));

    private string? FindDifference(ReadOnlySpan<byte> encoded, T restored)
    {
        var again = new ArrayBufferWriter<byte>(encoded.Length);
        Encode(restored, again);
        return encoded.SequenceEqual(again.WrittenSpan) || AreEqual(encoded.ToArray(), again.WrittenMemory)
            ? null
            : "its JSON differs after it was read. Store a type that keeps its order, and whose public properties have setters, "
                + "or constructor parameters of their names, and depend on nothing else.";
    }

    private T DecodeAgain(ReadOnlySpan<byte> encoded)
    {
        try
        {
            return Decode(encoded);
        }
        catch (Exception exception) when (exception is FormatException or NotSupportedException)
        {
            throw new InvalidOperationException(
                $"its JSON cannot be read again: {(exception.InnerException ?? exception).Message} "
                    + "Store a type that System.Text.Json reads.",
                exception);
        }
    }

    // The order of an object's members has no meaning.
    private bool AreEqual(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
    {
        var options = new JsonDocumentOptions { MaxDepth = MaxDepth };
        using var first = JsonDocument.Parse(left, options);
        using var second = JsonDocument.Parse(right, options);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }

    internal override bool AreSame(T left, T right) => !typeof(T).IsValueType && !isMutable && ReferenceEquals(left, right);
}
