namespace TypedSessions;

/// <summary>Specifies the form in which the IP addresses of users are stored with their sessions.</summary>
public enum SessionAddressFormat
{
    /// <summary>No address is stored.</summary>
    None,

    /// <summary>The network: <c>203.0.113.0/24</c> of an IPv4 address, <c>2001:db8:1::/48</c> of an IPv6 address.</summary>
    Truncated,

    /// <summary>The whole address.</summary>
    Full,
}
