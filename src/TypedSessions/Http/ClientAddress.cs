using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TypedSessions.Http;

/// <summary>The IP address of a client, as it is stored.</summary>
internal static class ClientAddress
{
    private const int Ipv4Bytes = 3;
    private const int Ipv6Bytes = 6;

    /// <summary>Returns the text of an address; <see langword="null"/> if there is none, or none is to be stored.</summary>
    public static string? Format(IPAddress? address, SessionAddressFormat form)
    {
        if (address is null || form is SessionAddressFormat.None)
        {
            return null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return form is SessionAddressFormat.Full ? address.ToString() : Truncate(address);
    }

    private static string Truncate(IPAddress address)
    {
        var kept = address.AddressFamily is AddressFamily.InterNetwork ? Ipv4Bytes : Ipv6Bytes;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(kept).Clear();
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{kept * 8}");
    }
}
