using System.Text.Json.Serialization;

namespace TypedSessions.Integration.Accounts;

/// <summary>A session in the list of a user's own sessions.</summary>
/// <param name="Key">The key, which gives no access to the session.</param>
/// <param name="IsCurrent">Whether it is the session of the request.</param>
/// <param name="SignedInAt">The time of the sign-in.</param>
/// <param name="LastSeenAt">The time of the last use.</param>
/// <param name="Device">The device.</param>
internal sealed record MySession(
    string Key, bool IsCurrent, DateTimeOffset? SignedInAt, DateTimeOffset? LastSeenAt, MyDevice Device);

/// <summary>A device in the list of a user's own sessions.</summary>
/// <param name="Text">The name of the device.</param>
/// <param name="Label">The name that the user has given it.</param>
/// <param name="UserAgent">The header <c>User-Agent</c> of the sign-in.</param>
/// <param name="SignInAddress">The address of the sign-in.</param>
/// <param name="LastAddress">The latest address.</param>
internal sealed record MyDevice(string Text, string? Label, string? UserAgent, string? SignInAddress, string? LastAddress);

/// <summary>The number of sessions that a request has ended.</summary>
/// <param name="Ended">Their number.</param>
internal sealed record EndedOthers(int Ended);

/// <summary>Serializes the responses without reflection.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MySession[]))]
[JsonSerializable(typeof(EndedOthers))]
internal sealed partial class MySessionsJson : JsonSerializerContext;
