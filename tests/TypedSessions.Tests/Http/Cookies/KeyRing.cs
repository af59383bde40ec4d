using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>The keys of Data Protection, which a test can share, delete and make unavailable.</summary>
internal sealed class KeyRing : IXmlRepository
{
    private readonly List<XElement> _keys = [];

    public bool IsBroken { get; init; }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        ThrowIfBroken();
        lock (_keys)
        {
            return [.. _keys];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        ThrowIfBroken();
        lock (_keys)
        {
            _keys.Add(element);
        }
    }

    private void ThrowIfBroken()
    {
        if (IsBroken)
        {
            throw new IOException("The keys cannot be read.");
        }
    }
}
