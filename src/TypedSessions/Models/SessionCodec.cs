using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TypedSessions;

/// <summary>The codecs that come with the library.</summary>
public static class SessionCodec
{
#pragma warning disable CS1591
    private const string Reflection = "JSON by reflection does not work in trimmed applications. Name the application's JsonSerializerContext: [SessionModel(JsonContext = typeof(...))].";

    public static SessionCodec<bool> Boolean => throw new NotImplementedException();
    public static SessionCodec<byte> Byte => throw new NotImplementedException();
    public static SessionCodec<sbyte> SByte => throw new NotImplementedException();
    public static SessionCodec<short> Int16 => throw new NotImplementedException();
    public static SessionCodec<ushort> UInt16 => throw new NotImplementedException();
    public static SessionCodec<int> Int32 => throw new NotImplementedException();
    public static SessionCodec<uint> UInt32 => throw new NotImplementedException();
    public static SessionCodec<long> Int64 => throw new NotImplementedException();
    public static SessionCodec<ulong> UInt64 => throw new NotImplementedException();
    public static SessionCodec<Int128> Int128 => throw new NotImplementedException();
    public static SessionCodec<UInt128> UInt128 => throw new NotImplementedException();
    public static SessionCodec<nint> IntPtr => throw new NotImplementedException();
    public static SessionCodec<nuint> UIntPtr => throw new NotImplementedException();
    public static SessionCodec<Half> Half => throw new NotImplementedException();
    public static SessionCodec<float> Single => throw new NotImplementedException();
    public static SessionCodec<double> Double => throw new NotImplementedException();
    public static SessionCodec<decimal> Decimal => throw new NotImplementedException();
    public static SessionCodec<char> Char => throw new NotImplementedException();
    public static SessionCodec<string> String => throw new NotImplementedException();
    public static SessionCodec<Guid> Guid => throw new NotImplementedException();
    public static SessionCodec<DateTime> DateTime => throw new NotImplementedException();
    public static SessionCodec<DateTimeOffset> DateTimeOffset => throw new NotImplementedException();
    public static SessionCodec<DateOnly> DateOnly => throw new NotImplementedException();
    public static SessionCodec<TimeOnly> TimeOnly => throw new NotImplementedException();
    public static SessionCodec<TimeSpan> TimeSpan => throw new NotImplementedException();
    public static SessionCodec<Uri> Uri => throw new NotImplementedException();
    public static SessionCodec<byte[]> Bytes => throw new NotImplementedException();

    public static SessionCodec<TEnum> Enum<TEnum>()
        where TEnum : struct, Enum => throw new NotImplementedException();

    public static SessionCodec<T?> OrNull<T>(SessionCodec<T> codec)
        where T : struct => throw new NotImplementedException();

    public static SessionCodec<T> Json<T>(JsonSerializerContext context) => throw new NotImplementedException();

    public static SessionCodec<T> ImmutableJson<T>(JsonSerializerContext context) => throw new NotImplementedException();

    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static SessionCodec<T> Json<T>() => throw new NotImplementedException();

    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static SessionCodec<T> ImmutableJson<T>() => throw new NotImplementedException();
#pragma warning restore CS1591
}
