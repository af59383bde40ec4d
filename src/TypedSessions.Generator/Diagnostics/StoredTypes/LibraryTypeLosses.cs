using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>Lists the types of .NET and ASP.NET Core whose values JSON does not restore.</summary>
internal static class LibraryTypeLosses
{
    private const string Concurrent = "System.Collections.Concurrent";
    private const string ObjectModel = "System.Collections.ObjectModel";
    private const string Untyped = "use a generic collection: List<T>, Dictionary<string, T>";
    private const string List = "store a List<T>";
    private const string Text = "store its text, or the values from which it is created";
    private const string Values = "store the values from which it is created in a record";

    private static readonly (string Namespace, string Name, string Advice)[] Types =
    [
        (Collections.Generic, "Stack`1", List),
        (Collections.Generic, "PriorityQueue`2", List),
        (Concurrent, "ConcurrentStack`1", List),
        (Concurrent, "ConcurrentBag`1", List),
        (Concurrent, "BlockingCollection`1", List),
        (Collections.Immutable, "ImmutableStack`1", "store an ImmutableList<T>"),
        (Collections.Immutable, "IImmutableStack`1", "store an ImmutableList<T>"),
        (ObjectModel, "ReadOnlyCollection`1", "declare an IReadOnlyList<T>"),
        (ObjectModel, "ReadOnlyObservableCollection`1", "declare an IReadOnlyList<T>"),
        (ObjectModel, "ReadOnlyDictionary`2", "declare an IReadOnlyDictionary<TKey, TValue>"),
        (ObjectModel, "ReadOnlySet`1", "declare an ISet<T>"),
        ("System", "ArraySegment`1", "store an array"),
        ("System", "Lazy`1", "store the value"),
        ("System", "WeakReference", "store the value"),
        ("System", "WeakReference`1", "store the value"),
        ("System", "Index", Values),
        ("System", "Range", Values),
        ("System", "DBNull", "declare the property as nullable"),
        ("System", "Random", "store a seed"),
        ("System", "UriBuilder", "store a Uri"),
        ("System", "TimeZoneInfo", "store its Id"),
        ("System", "Exception", "store the message"),
        ("System.Buffers", "ReadOnlySequence`1", "store an array"),
        ("System.Runtime.CompilerServices", "StrongBox`1", "store the value"),
        ("System.Collections", "BitArray", "store a bool[]"),
        ("System.Collections", "ArrayList", Untyped),
        ("System.Collections", "Hashtable", Untyped),
        ("System.Collections", "SortedList", Untyped),
        ("System.Collections", "Queue", Untyped),
        ("System.Collections", "Stack", Untyped),
        ("System.Collections", "DictionaryEntry", "store a KeyValuePair<TKey, TValue>"),
        ("System.Collections.Specialized", "BitVector32", "store its Data as an int"),
        ("System.Dynamic", "ExpandoObject", "declare a class for the value"),
        ("System.Text", "Rune", Text),
        ("System.Text", "StringBuilder", "store a string"),
        ("System.Text", "Encoding", "store its WebName"),
        ("System.Text.RegularExpressions", "Regex", Text),
        ("System.Globalization", "CultureInfo", "store its Name"),
        ("System.Globalization", "RegionInfo", "store its Name"),
        ("System.Diagnostics", "Stopwatch", "store the time of the start as a DateTimeOffset"),
        ("System.Drawing", "Color", "store its ARGB value as an int"),
        ("System.Net", "IPAddress", Text),
        ("System.Net", "IPEndPoint", Text),
        ("System.Net", "IPNetwork", Text),
        ("System.Net", "Cookie", Values),
        ("System.Net", "CookieContainer", Values),
        ("System.Net", "CookieCollection", Values),
        ("System.Net.Mail", "MailAddress", Text),
        ("System.Net.NetworkInformation", "PhysicalAddress", Text),
        (KnownNames.HttpNamespace, "PathString", Text),
        (KnownNames.HttpNamespace, "QueryString", Text),
        (KnownNames.HttpNamespace, "HostString", Text),
        (KnownNames.HttpNamespace, "FragmentString", Text),
        (KnownNames.HttpNamespace, "FormCollection", "store a Dictionary<string, string[]>"),
        (KnownNames.HttpNamespace, "QueryCollection", "store a Dictionary<string, string[]>"),
        (KnownNames.HttpNamespace, "HeaderDictionary", "store a Dictionary<string, string[]>"),
        ("Microsoft.AspNetCore.Routing", "RouteValueDictionary", "store a Dictionary<string, string>"),
        ("Microsoft.AspNetCore.Mvc.ModelBinding", "ModelStateDictionary", "store the messages"),
        ("Microsoft.AspNetCore.Mvc.Rendering", "MultiSelectList", "store a List<SelectListItem>"),
        ("Microsoft.Extensions.Primitives", "StringValues", "store a string[]"),
        ("Microsoft.Extensions.Primitives", "StringSegment", "store a string"),
    ];

    private static readonly (string Namespace, string Advice)[] Namespaces =
    [
        ("System.Numerics", Text),
        ("System.Collections.Specialized", Untyped),
        ("System.Xml", Text),
        ("System.Xml.Linq", Text),
        ("System.Data", "store a list of records"),
        ("System.Net.Http.Headers", Text),
        ("Microsoft.Net.Http.Headers", Text),
    ];

    // Comparing the short name first is cheap and almost always enough.
    private static readonly HashSet<string> Names = new(Types.Select(static type => type.Name), StringComparer.Ordinal);

    /// <summary>Returns the loss for a type that is one of these or derives from one.</summary>
    public static TypeLoss? Find(INamedTypeSymbol type, bool includesFields)
    {
        if (includesFields && type.GetMembers().Any(static member
            => member is IFieldSymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Public }))
        {
            return null;
        }

        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (FindAdvice(current) is { } advice)
            {
                return new($"JSON does not restore '{type.ShortName()}'", advice, NamesMember: false);
            }
        }

        return null;
    }

    private static string? FindAdvice(INamedTypeSymbol type)
        => Names.Contains(type.MetadataName) && Array.Find(Types, known => type.Is(known.Namespace, known.Name)) is { Advice: { } advice }
            ? advice
            : type.TypeKind is TypeKind.Enum ? null : Array.Find(Namespaces, known => type.ContainingNamespace.Is(known.Namespace)).Advice;
}
