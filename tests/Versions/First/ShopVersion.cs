using Microsoft.AspNetCore.Http;

namespace Versions.First;

/// <summary>The application of this version.</summary>
public static class ShopVersion
{
    public static void Apply(ISession session, string operation, string value)
    {
        var shop = session.As<ShopSession>();
        switch (operation)
        {
            case "visit":
                shop.Visits++;
                break;
            case "add":
                shop.Cart.Add(new CartLine { Product = value, Count = 1 });
                break;
            case "take":
                shop.Cart.RemoveAll(line => line.Product == value);
                break;
            case "size":
                shop.Size = (Size)int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "street":
                shop.Address = new Address(value);
                break;
            case "coupon":
                shop.Coupon = value;
                break;
        }
    }

    public static string Read(ISession session)
    {
        var shop = session.As<ShopSession>();
        var lines = string.Join(',', shop.Cart.Select(static line => $"{line.Product}:{line.Count}"));
        return $"visits {shop.Visits}, lines {lines}, size {(int)shop.Size}, street {shop.Address?.Street}, coupon {shop.Coupon}";
    }
}
