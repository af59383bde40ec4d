// Two models, one forgotten; caching.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorPages();
builder.Services.AddOutputCache(o => o.AddBasePolicy(p => p.Expire(TimeSpan.FromSeconds(10))));
builder.Services.AddTypedSessions(o => o.AbsoluteLifetime = TimeSpan.FromDays(1)).UseMemory().AddModel<Basket>();

var app = builder.Build();
app.UseRouting();
app.UseTypedSessions();
app.UseOutputCache();

var api = app.MapGroup("/api");
api.MapGet("/basket", (Basket basket) => basket.Lines).{|TSES086:CacheOutput|}();
api.MapPost("/basket/{sku}", Add);
api.MapGet("/catalog", () => new[] { "a", "b" }).CacheOutput();
api.MapGet("/recent", (RecentlySeen {|TSES083:recent|}) => recent.Skus);
app.MapRazorPages();
app.Run();

static IResult Add(Basket basket, string sku, int quantity = 1)
{
    basket.Lines.Add(new(sku, quantity));
    return TypedResults.Created($"/api/basket/{sku}", basket.Lines[^1]);
}

public sealed record Line(string Sku, int Quantity);

[SessionModel(Prefix = "basket.")]
public partial class Basket
{
    [SessionProperty] public partial List<Line> Lines { get; set; }
}

[SessionModel(Prefix = "recent.")]
public partial class RecentlySeen
{
    [SessionProperty] public partial List<string> Skus { get; set; }
}
