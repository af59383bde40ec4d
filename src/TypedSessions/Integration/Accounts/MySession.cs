using System.Text.Json.Serialization;

namespace TypedSessions.Integration.Accounts;

/// <summary>A session in the list that its user gets.</summary>
/// <param name="Key">The key: a handle that opens nothing.</param>
/// <param name="IsCurrent">Whether it is the session of the request.</param>
/// <param name="SignedInAt">The time of the sign-in.</param>
/// <param name="LastSeenAt">The time of the last use.</param>
/// <param name="Device">The device.</param>
internal sealed record MySession(
    string Key, bool IsCurrent, DateTimeOffset? SignedInAt, DateTimeOffset? LastSeenAt, MyDevice Device);

/// <summary>A device in the list that its user gets.</summary>
/// <param name="Text">The name of the device.</param>
/// <param name="Label">The name that the user has given it.</param>
/// <param name="UserAgent">What the client has sent.</param>
/// <param name="SignInAddress">The address of the sign-in.</param>
/// <param name="LastAddress">The latest address.</param>
internal sealed record MyDevice(string Text, string? Label, string? UserAgent, string? SignInAddress, string? LastAddress);

/// <summary>How many sessions a request has ended.</summary>
/// <param name="Ended">Their number.</param>
internal sealed record EndedOthers(int Ended);

/// <summary>Writes the answers without reflection.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MySession[]))]
[JsonSerializable(typeof(EndedOthers))]
internal sealed partial class MySessionsJson : JsonSerializerContext;
