using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TypedSessions.Models.Codecs;

namespace TypedSessions;

/// <summary>
/// The codecs that come with the library. Strings, integers and bytes are stored as <see cref="SessionExtensions"/> stores them, so both
/// read the same values. Numbers, dates and other scalars are also read from JSON, as helpers store them, and integers from narrower
/// integers, as an earlier version of a property stored them; a negative number that becomes unsigned, or an unsigned one that becomes
/// signed, is not the same number.
/// </summary>
public static class SessionCodec
{
    private const string Reflection = "JSON by reflection does not work in trimmed applications. "
        + "Name the application's JsonSerializerContext: [SessionModel(JsonContext = typeof(...))].";

    private static readonly ConditionalWeakTable<JsonTypeInfo, object> JsonCodecs = [];

    /// <summary>Gets the codec of <c>bool</c>: 1 byte, 0 or 1.</summary>
    public static SessionCodec<bool> Boolean { get; } = Scalar(
        Map(
            new IntegerCodec<byte>(),
            static (bool value) => value ? (byte)1 : (byte)0,
            static stored => stored <= 1 ? stored == 1 : throw new OverflowException()),
        JsonMetadataServices.BooleanConverter);

    /// <summary>Gets the codec of <c>byte</c>: 1 byte.</summary>
    public static SessionCodec<byte> Byte { get; } = new IntegerCodec<byte>(JsonMetadataServices.ByteConverter);

    /// <summary>Gets the codec of <c>sbyte</c>: 1 byte, two's complement.</summary>
    public static SessionCodec<sbyte> SByte { get; } = new IntegerCodec<sbyte>(JsonMetadataServices.SByteConverter);

    /// <summary>Gets the codec of <c>short</c>: 2 bytes, big-endian.</summary>
    public static SessionCodec<short> Int16 { get; } = new IntegerCodec<short>(JsonMetadataServices.Int16Converter);

    /// <summary>Gets the codec of <c>ushort</c>: 2 bytes, big-endian.</summary>
    public static SessionCodec<ushort> UInt16 { get; } = new IntegerCodec<ushort>(JsonMetadataServices.UInt16Converter);

    /// <summary>Gets the codec of <c>int</c>: 4 bytes, big-endian, as <see cref="SessionExtensions.SetInt32"/> writes them.</summary>
    public static SessionCodec<int> Int32 { get; } = new IntegerCodec<int>(JsonMetadataServices.Int32Converter);

    /// <summary>Gets the codec of <c>uint</c>: 4 bytes, big-endian.</summary>
    public static SessionCodec<uint> UInt32 { get; } = new IntegerCodec<uint>(JsonMetadataServices.UInt32Converter);

    /// <summary>Gets the codec of <c>long</c>: 8 bytes, big-endian.</summary>
    public static SessionCodec<long> Int64 { get; } = new IntegerCodec<long>(JsonMetadataServices.Int64Converter);

    /// <summary>Gets the codec of <c>ulong</c>: 8 bytes, big-endian.</summary>
    public static SessionCodec<ulong> UInt64 { get; } = new IntegerCodec<ulong>(JsonMetadataServices.UInt64Converter);

    /// <summary>Gets the codec of <c>Int128</c>: 16 bytes, big-endian.</summary>
    public static SessionCodec<Int128> Int128 { get; } = new IntegerCodec<Int128>(JsonMetadataServices.Int128Converter);

    /// <summary>Gets the codec of <c>UInt128</c>: 16 bytes, big-endian.</summary>
    public static SessionCodec<UInt128> UInt128 { get; } = new IntegerCodec<UInt128>(JsonMetadataServices.UInt128Converter);

    /// <summary>
    /// Gets the codec of <c>nint</c>: 8 bytes, big-endian, on every platform. A value that a platform cannot hold is unreadable there.
    /// </summary>
    public static SessionCodec<nint> IntPtr { get; } = Map(
        new IntegerCodec<long>(), static (nint value) => value, static stored => checked((nint)stored));

    /// <summary>
    /// Gets the codec of <c>nuint</c>: 8 bytes, big-endian, on every platform. A value that a platform cannot hold is unreadable there.
    /// </summary>
    public static SessionCodec<nuint> UIntPtr { get; } = Map(
        new IntegerCodec<ulong>(), static (nuint value) => value, static stored => checked((nuint)stored));

    /// <summary>Gets the codec of <c>Half</c>: the 2 bytes of IEEE 754, big-endian. NaN and −0 are kept bit by bit.</summary>
    public static SessionCodec<Half> Half { get; } = Scalar(
        Map<Half, short>(new IntegerCodec<short>(), BitConverter.HalfToInt16Bits, BitConverter.Int16BitsToHalf),
        JsonMetadataServices.HalfConverter);

    /// <summary>Gets the codec of <c>float</c>: the 4 bytes of IEEE 754, big-endian. NaN and −0 are kept bit by bit.</summary>
    public static SessionCodec<float> Single { get; } = Scalar(
        Map<float, int>(new IntegerCodec<int>(), BitConverter.SingleToInt32Bits, BitConverter.Int32BitsToSingle),
        JsonMetadataServices.SingleConverter);

    /// <summary>Gets the codec of <c>double</c>: the 8 bytes of IEEE 754, big-endian. NaN and −0 are kept bit by bit.</summary>
    public static SessionCodec<double> Double { get; } = Scalar(
        Map<double, long>(new IntegerCodec<long>(), BitConverter.DoubleToInt64Bits, BitConverter.Int64BitsToDouble),
        JsonMetadataServices.DoubleConverter);

    /// <summary>
    /// Gets the codec of <c>decimal</c>: 16 bytes, big-endian, sign and scale (4 bytes), then the 96 bits of the number. The scale is kept:
    /// 1.0 is not 1.00.
    /// </summary>
    public static SessionCodec<decimal> Decimal { get; } = Scalar(
        Map<decimal, UInt128>(new IntegerCodec<UInt128>(), DecimalToBits, BitsToDecimal),
        JsonMetadataServices.DecimalConverter);

    /// <summary>Gets the codec of <c>char</c>: 2 bytes, big-endian, one UTF-16 code unit.</summary>
    public static SessionCodec<char> Char { get; } = new IntegerCodec<char>(JsonMetadataServices.CharConverter);

    /// <summary>Gets the codec of <c>string</c>: UTF-8, as <see cref="SessionExtensions.SetString"/> writes it.</summary>
    public static SessionCodec<string> String { get; } = new StringCodec();

    /// <summary>Gets the codec of <c>Guid</c>: 16 bytes in the order of the text (RFC 9562).</summary>
    public static SessionCodec<Guid> Guid { get; } = Scalar(
        Map<Guid, UInt128>(new IntegerCodec<UInt128>(), GuidToBits, BitsToGuid),
        JsonMetadataServices.GuidConverter);

    /// <summary>
    /// Gets the codec of <c>DateTime</c>: 8 bytes, big-endian, <see cref="System.DateTime.ToBinary"/>, which keeps the kind. A local
    /// time that is read in another time zone is the same point in time, not the same clock time.
    /// </summary>
    public static SessionCodec<DateTime> DateTime { get; } = Scalar(
        Map(new IntegerCodec<long>(), static (DateTime value) => value.ToBinary(), System.DateTime.FromBinary),
        JsonMetadataServices.DateTimeConverter);

    /// <summary>
    /// Gets the codec of <c>DateTimeOffset</c>: 10 bytes, big-endian, the ticks of the clock time (8), then the offset in minutes (2).
    /// </summary>
    public static SessionCodec<DateTimeOffset> DateTimeOffset { get; } = Scalar(
        new DateTimeOffsetCodec(),
        JsonMetadataServices.DateTimeOffsetConverter);

    /// <summary>Gets the codec of <c>DateOnly</c>: 4 bytes, big-endian, <see cref="System.DateOnly.DayNumber"/>.</summary>
    public static SessionCodec<DateOnly> DateOnly { get; } = Scalar(
        Map(new IntegerCodec<int>(), static (DateOnly value) => value.DayNumber, System.DateOnly.FromDayNumber),
        JsonMetadataServices.DateOnlyConverter);

    /// <summary>Gets the codec of <c>TimeOnly</c>: 8 bytes, big-endian, ticks since midnight.</summary>
    public static SessionCodec<TimeOnly> TimeOnly { get; } = Scalar(
        Map(new IntegerCodec<long>(), static (TimeOnly value) => value.Ticks, static stored => new(stored)),
        JsonMetadataServices.TimeOnlyConverter);

    /// <summary>Gets the codec of <c>TimeSpan</c>: 8 bytes, big-endian, ticks.</summary>
    public static SessionCodec<TimeSpan> TimeSpan { get; } = Scalar(
        Map(new IntegerCodec<long>(), static (TimeSpan value) => value.Ticks, static stored => new(stored)),
        JsonMetadataServices.TimeSpanConverter);

    /// <summary>Gets the codec of <c>Uri</c>: UTF-8 of <see cref="System.Uri.OriginalString"/>, absolute or relative.</summary>
    public static SessionCodec<Uri> Uri { get; } = Map<Uri, string>(String, UriToText, TextToUri);

    /// <summary>Gets the codec of <c>byte[]</c>: the bytes as they are, as <see cref="ISession.Set"/> stores them. Mutable.</summary>
    public static SessionCodec<byte[]> Bytes { get; } = new BytesCodec();

    /// <summary>Returns a codec for an enum: the underlying integer, big-endian. Numbers without a name are kept.</summary>
    public static SessionCodec<TEnum> Enum<TEnum>()
        where TEnum : struct, Enum => Unsafe.SizeOf<TEnum>() switch
        {
            sizeof(byte) => EnumAs<TEnum, byte>(Byte),
            sizeof(short) => EnumAs<TEnum, short>(Int16),
            sizeof(int) => EnumAs<TEnum, int>(Int32),
            _ => EnumAs<TEnum, long>(Int64),
        };

    /// <summary>
    /// Returns a codec for nullable values, which <paramref name="codec"/> stores; <see langword="null"/> is an absent key.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static SessionCodec<T?> Nullable<T>(SessionCodec<T> codec)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(codec);
        return new NullableCodec<T>(codec);
    }

    /// <summary>
    /// Returns the codec that a model uses for a property of the type: that of the scalar, enum
    /// or <c>byte[]</c>, otherwise JSON by reflection. The same instance each time.
    /// </summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is <see cref="object"/>: name the type.</exception>
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static SessionCodec<T> For<T>() => DefaultCodec<T>.Instance
        ?? throw new NotSupportedException("A session value cannot be read as an object. Name the type that it was set as.");

    /// <summary>
    /// Returns a codec for UTF-8 JSON with this metadata: <c>SessionCodec.Json(AppJson.Default.Cart)</c>. Mutable. The same instance
    /// each time.
    /// </summary>
    public static SessionCodec<T> Json<T>(JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return (SessionCodec<T>)JsonCodecs.GetValue(typeInfo, static info => new JsonCodec<T>(() => info, isMutable: true));
    }

    /// <summary>
    /// Returns a codec for UTF-8 JSON with the metadata of <paramref name="context"/>. Mutable: values are compared with their stored form
    /// at the commit.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static SessionCodec<T> Json<T>(JsonSerializerContext context) => Json<T>(context, isMutable: true);

    /// <summary>Returns a codec for UTF-8 JSON with the metadata of <paramref name="context"/>, for immutable types.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static SessionCodec<T> ImmutableJson<T>(JsonSerializerContext context) => Json<T>(context, isMutable: false);

    /// <summary>Returns a codec for UTF-8 JSON by reflection. Mutable: values are compared with their stored form at the commit.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static SessionCodec<T> Json<T>() => ReflectionJson<T>(isMutable: true);

    /// <summary>Returns a codec for UTF-8 JSON by reflection, for immutable types.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static SessionCodec<T> ImmutableJson<T>() => ReflectionJson<T>(isMutable: false);

    /// <summary>Returns the codec of a former key, whose values have the type of an earlier version of the property.</summary>
    /// <param name="codec">The codec of the former type.</param>
    /// <param name="upgrade">Converts a stored value to the property's type; <see langword="null"/> if nothing is left of it.</param>
    /// <param name="downgrade">Converts a value to be stored under the former key; <see langword="null"/> if none is.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static SessionCodec<T> Upgrade<TFormer, T>(
        SessionCodec<TFormer> codec, Func<TFormer, T?> upgrade, Func<T, TFormer>? downgrade = null)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(upgrade);
        return new UpgradeCodec<TFormer, T>(codec, upgrade, downgrade);
    }

    private static JsonCodec<T> Json<T>(JsonSerializerContext context, bool isMutable)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(() => JsonCodec<T>.Resolve(context), isMutable);
    }

    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    private static JsonCodec<T> ReflectionJson<T>(bool isMutable)
        => new(static () => JsonSerializerOptions.Default.GetTypeInfo(typeof(T)), isMutable, Resolve<T>);

    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    private static JsonTypeInfo Resolve<T>(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options.GetTypeInfo(typeof(T));
    }

    private static MappedCodec<TEnum, TInteger> EnumAs<TEnum, TInteger>(SessionCodec<TInteger> codec)
        => Map<TEnum, TInteger>(
            codec, static value => Unsafe.BitCast<TEnum, TInteger>(value), static stored => Unsafe.BitCast<TInteger, TEnum>(stored));

    private static ScalarCodec<T> Scalar<T>(SessionCodec<T> codec, JsonConverter<T> json) => new(codec, json);

    private static MappedCodec<T, TStored> Map<T, TStored>(SessionCodec<TStored> codec, Func<T, TStored> store, Func<TStored, T> restore)
        => new(codec, store, restore);

    private static UInt128 DecimalToBits(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        return new UInt128(((ulong)(uint)bits[3] << 32) | (uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
    }

    private static decimal BitsToDecimal(UInt128 stored)
        => new([Word(stored, 0), Word(stored, 1), Word(stored, 2), Word(stored, 3)]);

    private static int Word(UInt128 bits, int index) => unchecked((int)(uint)(bits >> (32 * index)));

    private static UInt128 GuidToBits(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static Guid BitsToGuid(UInt128 stored)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, stored);
        return new Guid(bytes, bigEndian: true);
    }

    // new Uri("/var/x") is a file on Unix. It is stored as file:///var/x, which is not read as the path of a web address.
    private static string UriToText(Uri value)
        => value.IsAbsoluteUri && value.OriginalString.StartsWith('/') ? value.AbsoluteUri : value.OriginalString;

    // Relative first, because on Unix "/cart" is also valid as an absolute file path.
    private static Uri TextToUri(string stored)
        => System.Uri.TryCreate(stored, UriKind.Relative, out var relative) ? relative : new Uri(stored, UriKind.Absolute);

    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    private static class DefaultCodec<T>
    {
        public static readonly SessionCodec<T>? Instance = typeof(T) == typeof(object) ? null : ScalarCodecs.Find<T>() ?? Json<T>();
    }
}
