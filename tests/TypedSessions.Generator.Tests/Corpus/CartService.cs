// A service in the manner of gRPC: a base class with its own context, deadlines, and streams in both directions.
using System.Runtime.CompilerServices;

namespace Services;

public abstract class ServerCallContext
{
    public abstract HttpContext HttpContext { get; }

    public abstract CancellationToken CancellationToken { get; }
}

public abstract class CartServiceBase
{
    public abstract Task<CartReply> GetCart(CartRequest request, ServerCallContext context);

    public abstract Task<CartReply> AddItems(IAsyncEnumerable<CartRequest> requests, ServerCallContext context);

    public abstract IAsyncEnumerable<CartReply> Watch(
        CartRequest request, ServerCallContext context, CancellationToken cancellation = default);
}

public sealed record CartRequest(string Item, int Quantity);

public sealed record CartReply(int Count);

[SessionModel(Prefix = "grpc.")]
public sealed partial class BasketSession
{
    [SessionProperty] public partial SortedDictionary<string, int> Items { get; set; }

    public int Count => Items.Values.Sum();
}

[PreloadSession]
public sealed class CartService(BasketSession basket) : CartServiceBase
{
    public override Task<CartReply> GetCart(CartRequest request, ServerCallContext context) => Task.FromResult(new CartReply(basket.Count));

    public override async Task<CartReply> AddItems(IAsyncEnumerable<CartRequest> requests, ServerCallContext context)
    {
        await foreach (var (item, quantity) in requests.WithCancellation(context.CancellationToken))
        {
            basket.Items[item] = basket.Items.GetValueOrDefault(item) + quantity;
        }

        return new CartReply(basket.Count);
    }

    public override async IAsyncEnumerable<CartReply> Watch(
        CartRequest request, ServerCallContext context, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var before = -1;
        while (!cancellation.IsCancellationRequested)
        {
            if (basket.Count is var count && count != before)
            {
                before = count;
                yield return new CartReply(count);
            }

            await Task.Yield();
        }
    }
}
