namespace BookShop;

/// <summary>What the shop knows of a visitor.</summary>
[SessionModel(Prefix = "shop.")]
public sealed partial class ShopSession
{
    [SessionProperty]
    public partial string? UserName { get; set; }

    [SessionProperty(Key = "pages")]
    public partial int PagesSeen { get; set; }

    [SessionProperty]
    public partial string? {|TSES068:LastSeen|} { get; set; }

    [SessionProperty]
    public partial List<CartLine> Lines { get; set; }

    public decimal Total => Lines.Sum(static line => line.Quantity * line.Price);

    public bool IsSignedIn => UserName is not null;
}

public sealed class CartLine
{
    public string Isbn { get; set; } = "";

    public int Quantity { get; set; }

    public decimal Price { get; set; }
}

public sealed record ShopBook(string Isbn, string Title);

public sealed record LoginForm(string User, string Word);

public sealed class Catalogue
{
    private readonly Dictionary<string, ShopBook> _books = new(StringComparer.Ordinal)
    {
        ["978-0"] = new("978-0", "A Book"),
    };

    public ShopBook? Find(string isbn) => _books.GetValueOrDefault(isbn);
}

/// <summary>A result of the shop's own: the value, or 404.</summary>
public sealed class Results<T>(T? value) : IResult
    where T : class
{
    public Task ExecuteAsync(HttpContext context)
    {
        if (value is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return context.Response.WriteAsJsonAsync(value, context.RequestAborted);
    }
}
