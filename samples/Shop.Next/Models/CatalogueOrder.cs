namespace Shop.Models;

/// <summary>The order of the products in the catalogue.</summary>
public enum CatalogueOrder
{
    Recommended = 0,
    Price = 1,

    /// <summary>New in this release. The first release preserves the number and shows the recommended order.</summary>
    Name = 2,
}
