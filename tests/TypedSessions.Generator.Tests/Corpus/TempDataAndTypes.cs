// A model with every kind of type, nested in other types, beside TempData and anonymous values.
using System.Collections.Immutable;
using System.Numerics;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Types;

public static partial class Models
{
    internal partial struct Nest
    {
        [SessionModel(Prefix = "types/")]
        internal sealed partial class AllTypes
        {
            [SessionProperty] public partial bool Flag { get; set; }

            [SessionProperty] public partial byte[] Bytes { get; set; }

            [SessionProperty] public partial Guid Id { get; set; }

            [SessionProperty] public partial Uri? Address { get; set; }

            [SessionProperty] public partial decimal? Price { get; set; }

            [SessionProperty] public partial Int128 Large { get; set; }

            [SessionProperty] public partial DayOfWeek Day { get; set; }

            [SessionProperty] public partial ImmutableArray<int> Numbers { get; set; }

            [SessionProperty] public partial IReadOnlyDictionary<string, string[]> Map { get; set; }

            [SessionProperty] public partial {|TSES033:BigInteger|} Huge { get; set; }

            [SessionProperty(Default = 'x')] public partial char Letter { get; set; }

            [SessionProperty(Key = "é✓ key with spaces")] public partial string @class { get; set; }

            [SessionProperty] public partial Point? Place { get; set; }
        }
    }

    public readonly record struct Point(double X, double Y);
}

public sealed class TempController(ITempDataDictionaryFactory factory) : Controller
{
    [TempData] public string? Notice { get; set; }

    public IActionResult Index()
    {
        TempData["notice"] = "hello";
        TempData.Keep("notice");
        Notice = TempData.Peek("notice") as string;
        var other = factory.GetTempData(HttpContext);
        other["anonymous"] = new { A = 1 }.ToString();
        return Json(new { Session = HttpContext.Session.Keys.Order().ToList() });
    }
}
