namespace Shop.Models;

/// <summary>The order of the products in the catalogue.</summary>
public enum CatalogueOrder
{
    Recommended = 0,
    Price = 1,
}
