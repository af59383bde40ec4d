namespace TypedSessions;

/// <summary>
/// The device on which a user is signed in, as far as requests show it: for a page that lists the user's sessions. It is stored beside the
/// values of the session. The texts come from clients, so encode them where they are shown.
/// </summary>
public sealed record SessionDevice
{
    /// <summary>The largest number of characters of <see cref="UserAgent"/>. The rest is not stored.</summary>
    public const int MaxUserAgentLength = 256;

    /// <summary>The largest number of characters of <see cref="Label"/>.</summary>
    public const int MaxLabelLength = 64;

    private const byte FormatVersion = 1;

    /// <summary>
    /// Gets the header <c>User-Agent</c> of the sign-in, as it was sent; <see langword="null"/> for none. At most
    /// <see cref="MaxUserAgentLength"/> characters.
    /// </summary>
    public string? UserAgent { get; init => field = Truncate(value); }

    /// <summary>
    /// Gets the IP address of the sign-in, in the form that <see cref="SessionSignInOptions.AddressFormat"/> specifies;
    /// <see langword="null"/> for none.
    /// </summary>
    public string? SignInAddress { get; init; }

    /// <summary>
    /// Gets the latest IP address that is stored: that of a request that changed the session, or whose use was stored
    /// (<see cref="SessionSignInOptions.LastSeenInterval"/>).
    /// </summary>
    public string? LastAddress { get; init; }

    /// <summary>Gets the name that the user has given the device; <see langword="null"/> for none.</summary>
    public string? Label { get; init; }

    /// <summary>Gets the approximate size in memory, in bytes.</summary>
    internal int Size
        => 48 + (2 * ((UserAgent?.Length ?? 0) + (SignInAddress?.Length ?? 0) + (LastAddress?.Length ?? 0) + (Label?.Length ?? 0)));

    /// <summary>Returns the binary form: one column or field of a stored record.</summary>
    public byte[] ToBytes()
    {
        var writer = new RecordWriter(capacity: 256);
        writer.WriteByte(FormatVersion);
        writer.WriteText(UserAgent);
        writer.WriteText(SignInAddress);
        writer.WriteText(LastAddress);
        writer.WriteText(Label);
        return writer.ToArray();
    }

    /// <summary>Reads the binary form; <see langword="null"/> if the bytes are invalid.</summary>
    public static SessionDevice? FromBytes(ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader(bytes);
        if (reader.ReadByte() != FormatVersion)
        {
            return null;
        }

        var device = new SessionDevice
        {
            UserAgent = reader.ReadText(),
            SignInAddress = reader.ReadText(),
            LastAddress = reader.ReadText(),
            Label = reader.ReadText(),
        };
        return reader is { IsValid: true, Remaining: 0 } ? device : null;
    }

    // Half of a surrogate pair could not be stored.
    private static string? Truncate(string? text)
        => text is not { Length: > MaxUserAgentLength } ? text
            : char.IsHighSurrogate(text[MaxUserAgentLength - 1]) ? text[..(MaxUserAgentLength - 1)]
            : text[..MaxUserAgentLength];
}
