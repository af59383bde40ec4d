using System.Reflection;
using System.Text.RegularExpressions;

namespace TypedSessions.Tests.Django;

/// <summary>Every surprise has a test with its number.</summary>
public sealed partial class SurpriseNamesTests
{
    [Fact]
    public void Each_of_the_24_has_a_test()
    {
        var named = new[] { typeof(SurprisesTests), typeof(CookieSurprisesTests), typeof(EngineSurprisesTests) }
            .SelectMany(tests => tests.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is { Skip: null })
            .Select(method => Surprise().Match(method.Name))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value))
            .Distinct()
            .Order();
        Assert.Equal(Enumerable.Range(1, 24), named);
    }

    [GeneratedRegex("^E([0-9]+)_")]
    private static partial Regex Surprise();
}
