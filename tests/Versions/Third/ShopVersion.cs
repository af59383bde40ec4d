using Microsoft.AspNetCore.Http;

namespace Versions.Third;

/// <summary>The application of this version.</summary>
public static class ShopVersion
{
    public static void Apply(ISession session, string operation, string value)
    {
        var shop = session.As<ShopSession>();
        switch (operation)
        {
            case "visit":
                shop.Visits.Number++;
                break;
            case "add":
                shop.Lines.Add(new CartLine { Product = value, Count = 1 });
                break;
            case "take":
                shop.Lines.RemoveAll(line => line.Product == value);
                break;
            case "size":
                shop.Size = (Size)int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "street":
                shop.Address = (shop.Address ?? new Address("")) with { Street = value };
                break;
            case "zip":
                shop.Address = (shop.Address ?? new Address("")) with { Zip = value };
                break;
        }
    }

    public static string Read(ISession session)
    {
        var shop = session.As<ShopSession>();
        var lines = string.Join(',', shop.Lines.Select(static line => $"{line.Product}:{line.Count}"));
        return $"visits {shop.Visits.Number}, lines {lines}, size {(int)shop.Size}, street {shop.Address?.Street}, zip {shop.Address?.Zip}";
    }
}
