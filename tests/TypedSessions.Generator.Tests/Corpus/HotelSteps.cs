// Partial model over "files", generic handlers, records.
using System.Text.Json.Serialization;

namespace Hotel
{
    [SessionModel(Prefix = "hotel.", JsonContext = typeof(HotelJson))]
    public sealed partial class BookingSession
    {
        [SessionProperty] public partial Booking? Current { get; set; }

        [SessionProperty] public partial List<Guest> Guests { get; set; }
    }

    [JsonSerializable(typeof(Booking))]
    [JsonSerializable(typeof(List<Guest>))]
    internal sealed partial class HotelJson : JsonSerializerContext;

    public sealed record Booking(DateOnly From, DateOnly To, string Room);

    public sealed record Guest(string Name, int Age);

    public interface IStep<in TInput>
    {
        Task<IResult> HandleAsync(TInput input, CancellationToken ct);
    }

    public sealed class ChooseDates(BookingSession session) : IStep<Booking>
    {
        public Task<IResult> HandleAsync(Booking input, CancellationToken ct)
        {
            session.Current = session.Current is { } old ? old with { From = input.From, To = input.To } : input;
            return Task.FromResult(Results.Ok(session.Current));
        }
    }

    public sealed class AddGuest(BookingSession session) : IStep<Guest>
    {
        public async Task<IResult> HandleAsync(Guest input, CancellationToken ct)
        {
            session.Guests.Add(input);
            await Task.Yield();
            return Results.Ok(session.Guests.Count);
        }
    }

    public static class StepRoutes
    {
        public static RouteHandlerBuilder MapStep<TStep, TInput>(this IEndpointRouteBuilder routes, string pattern)
            where TStep : IStep<TInput>
            => routes.MapPost(pattern, (TInput input, TStep step, CancellationToken ct) => step.HandleAsync(input, ct));

        public static void MapHotel(this IEndpointRouteBuilder routes)
        {
            routes.MapStep<ChooseDates, Booking>("/dates");
            routes.MapStep<AddGuest, Guest>("/guests");
        }
    }
}

namespace Hotel
{
    public sealed partial class BookingSession
    {
        public int Nights => Current is { } booking ? booking.To.DayNumber - booking.From.DayNumber : 0;

        public void Reset()
        {
            Clear();
            Guests.Add(new Guest("me", 18));
        }
    }
}
