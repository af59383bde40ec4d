namespace TypedSessions;

/// <summary>
/// Names the device of a session to its user, in lists of sessions. Register another one as a singleton for other names or languages:
/// <c>services.AddSingleton&lt;IDeviceDisplay, MyDeviceDisplay&gt;()</c>.
/// </summary>
public interface IDeviceDisplay
{
    /// <summary>
    /// Returns the name of a device, such as "Firefox on Windows". It comes from text that the client has sent and that is not verified, so
    /// use it for display only, and encode it.
    /// </summary>
    /// <param name="device">The device; <see langword="null"/> if it is not known.</param>
    string GetText(SessionDevice? device);
}
