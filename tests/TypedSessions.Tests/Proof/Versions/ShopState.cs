namespace TypedSessions.Tests.Proof.Versions;

/// <summary>The expected values of a session in each version of the model.</summary>
internal sealed class ShopState
{
    private readonly List<string> _lines = [];
    private int _visits;
    private int _size;
    private string? _street;
    private string? _zip;
    private string? _coupon;

    /// <summary>Gets a product in the cart; <see langword="null"/> for none.</summary>
    public string? FirstProduct => _lines.FirstOrDefault();

    /// <summary>Returns the values that a version must read.</summary>
    public string Read(int version)
    {
        var lines = string.Join(',', _lines.Select(static product => product + ":1"));
        var last = version == 1 ? $"coupon {_coupon}" : $"zip {_zip}";
        return $"visits {_visits}, lines {lines}, size {_size}, street {_street}, {last}";
    }

    /// <summary>Applies a change of a version.</summary>
    public void Apply(int version, string operation, string value)
    {
        var before = Read(2);
        switch (operation)
        {
            case "visit":
                _visits++;
                break;
            case "add":
                _lines.Add(value);
                break;
            case "take":
                _lines.Remove(value);
                break;
            case "size":
                _size = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "street":
                // The first version replaces an address by one without the new member.
                (_street, _zip) = (value, version == 1 ? null : _zip);
                break;
            case "zip":
                (_street, _zip) = (_street ?? "", value);
                break;
            case "coupon":
                _coupon = value;
                break;
        }

        // The third version has retired the coupon.
        if (version == 3 && Read(2) != before)
        {
            _coupon = null;
        }
    }
}
