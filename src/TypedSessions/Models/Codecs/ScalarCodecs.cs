namespace TypedSessions.Models.Codecs;

/// <summary>The codecs of the types that are not stored as JSON, as the generator chooses them at compile time.</summary>
internal static class ScalarCodecs
{
    private static readonly Dictionary<Type, object> Codecs = new()
    {
        [typeof(string)] = SessionCodec.String,
        [typeof(byte[])] = SessionCodec.Bytes,
        [typeof(Uri)] = SessionCodec.Uri,
    };

    static ScalarCodecs()
    {
        Add(SessionCodec.Boolean);
        Add(SessionCodec.Byte);
        Add(SessionCodec.SByte);
        Add(SessionCodec.Int16);
        Add(SessionCodec.UInt16);
        Add(SessionCodec.Int32);
        Add(SessionCodec.UInt32);
        Add(SessionCodec.Int64);
        Add(SessionCodec.UInt64);
        Add(SessionCodec.Int128);
        Add(SessionCodec.UInt128);
        Add(SessionCodec.IntPtr);
        Add(SessionCodec.UIntPtr);
        Add(SessionCodec.Half);
        Add(SessionCodec.Single);
        Add(SessionCodec.Double);
        Add(SessionCodec.Decimal);
        Add(SessionCodec.Char);
        Add(SessionCodec.Guid);
        Add(SessionCodec.DateTime);
        Add(SessionCodec.DateTimeOffset);
        Add(SessionCodec.DateOnly);
        Add(SessionCodec.TimeOnly);
        Add(SessionCodec.TimeSpan);
    }

    /// <summary>
    /// Returns the codec of a type, including enums and nullable types; <see langword="null"/> if the type is stored as JSON.
    /// </summary>
    public static SessionCodec<T>? Find<T>()
        => Codecs.TryGetValue(typeof(T), out var codec) ? (SessionCodec<T>)codec : GetEnum<T>();

    /// <summary>Returns whether a codec stores the values of a type as immutable scalars.</summary>
    public static bool IsScalar(Type type) => type.IsEnum || (type != typeof(byte[]) && Codecs.ContainsKey(type));

    private static void Add<T>(SessionCodec<T> codec)
        where T : struct
    {
        Codecs.Add(typeof(T), codec);
        Codecs.Add(typeof(T?), SessionCodec.Nullable(codec));
    }

    private static SessionCodec<T>? GetEnum<T>()
        => (Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) is { IsEnum: true } type ? EnumCodec<T>(type) : null;

    private static SessionCodec<T> EnumCodec<T>(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => Boxed<T, sbyte>(type, SessionCodec.SByte),
        TypeCode.Byte => Boxed<T, byte>(type, SessionCodec.Byte),
        TypeCode.Int16 => Boxed<T, short>(type, SessionCodec.Int16),
        TypeCode.UInt16 => Boxed<T, ushort>(type, SessionCodec.UInt16),
        TypeCode.Int32 => Boxed<T, int>(type, SessionCodec.Int32),
        TypeCode.UInt32 => Boxed<T, uint>(type, SessionCodec.UInt32),
        TypeCode.UInt64 => Boxed<T, ulong>(type, SessionCodec.UInt64),
        _ => Boxed<T, long>(type, SessionCodec.Int64),
    };

    // T is not constrained to enums, and may be a nullable one: only a boxed value converts to both the enum and its integer.
    private static MappedCodec<T, TInteger> Boxed<T, TInteger>(Type type, SessionCodec<TInteger> codec)
        where TInteger : struct
        => new(codec, static value => (TInteger)(object)value!, stored => (T)Enum.ToObject(type, stored));
}
