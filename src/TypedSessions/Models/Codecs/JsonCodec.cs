using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TypedSessions;

/// <summary>UTF-8 JSON without white space.</summary>
/// <param name="resolve">Finds the type's metadata. Called on first use, so that one type without metadata does not spoil a whole model.</param>
/// <param name="isMutable">Whether a value can change while somebody holds it.</param>
internal sealed class JsonCodec<T>(Func<JsonTypeInfo> resolve, bool isMutable) : SessionCodec<T>
{
    private const int DefaultDepth = 64;

    private JsonTypeInfo<T>? _typeInfo;

    public override bool IsMutable => isMutable;

    private JsonTypeInfo<T> TypeInfo => _typeInfo ??= (JsonTypeInfo<T>)resolve();

    public static JsonTypeInfo Resolve(JsonSerializerContext context)
        => context.GetTypeInfo(typeof(T)) ?? throw new InvalidOperationException(
            $"{TypeName.Short(context.GetType())} has no metadata for {TypeName.Full(typeof(T))}. "
            + $"Add [JsonSerializable(typeof({TypeName.Short(typeof(T))}))] to it.");

    public override void Encode(T value, IBufferWriter<byte> output)
    {
        // A writer alone would go deeper than readers do, and what is written must be readable.
        var options = TypeInfo.Options;
        var depth = options.MaxDepth == 0 ? DefaultDepth : options.MaxDepth;
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = options.Encoder, MaxDepth = depth, SkipValidation = true });
        JsonSerializer.Serialize(writer, value, TypeInfo);
    }

    public override T Decode(ReadOnlySpan<byte> stored)
    {
        var typeInfo = TypeInfo;
        try
        {
            return JsonSerializer.Deserialize(stored, typeInfo) ?? throw new FormatException("The stored JSON is null, which is never stored.");
        }
        catch (Exception exception) when (exception is not FormatException && (exception is not NotSupportedException || Polymorphism.IsIn(typeInfo)))
        {
            // Not only JsonException: the type's own constructors and setters may refuse what they are given.
            // NotSupportedException is about the type, not about the bytes: hidden, the property would be empty for ever. But of an abstract type with several
            // that derive from it, it says that the bytes do not tell which.
            throw new FormatException($"The stored bytes are not JSON of a {TypeName.Short(typeof(T))}.", exception);
        }
    }

    internal override bool AreSame(T left, T right) => !typeof(T).IsValueType && !isMutable && ReferenceEquals(left, right);
}
