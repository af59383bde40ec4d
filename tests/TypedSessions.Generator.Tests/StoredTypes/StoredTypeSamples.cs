namespace TypedSessions.Generator.Tests.StoredTypes;

/// <summary>The types that <see cref="StoredTypeTable"/> uses.</summary>
internal static class StoredTypeSamples
{
    public const string Usings = """
        using System.Buffers;
        using System.Collections;
        using System.Collections.Concurrent;
        using System.Collections.Frozen;
        using System.Collections.Immutable;
        using System.Collections.ObjectModel;
        using System.Collections.Specialized;
        using System.Data;
        using System.Diagnostics;
        using System.Drawing;
        using System.Dynamic;
        using System.Globalization;
        using System.IO;
        using System.Linq;
        using System.Linq.Expressions;
        using System.Net;
        using System.Net.Http;
        using System.Net.Mail;
        using System.Net.NetworkInformation;
        using System.Numerics;
        using System.Runtime.CompilerServices;
        using System.Security.Principal;
        using System.Text;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;
        using System.Text.RegularExpressions;
        using System.Threading;
        using System.Threading.Tasks;
        using System.Xml;
        using System.Xml.Linq;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.ModelBinding;
        using Microsoft.AspNetCore.Mvc.Rendering;
        using Microsoft.AspNetCore.Routing;
        using Microsoft.Extensions.Primitives;
        using Microsoft.Net.Http.Headers;
        using Cookie = System.Net.Cookie;
        using IPNetwork = System.Net.IPNetwork;
        using Plane = System.Numerics.Plane;
        using SameSiteMode = Microsoft.AspNetCore.Http.SameSiteMode;

        """;

    public const string Types = """
        public class PlainClass { public string? Name { get; set; } public int Count { get; set; } }
        public record PlainRecord(string Name, int Count);
        public record struct PlainRecordStruct(string Name, int Count);
        public struct PlainStruct { public int Count { get; set; } }
        public class ByConstructor { public ByConstructor(string name) { Name = name; } public string Name { get; } }
        public class WithInit { public string? Name { get; init; } }
        public class WithRequired { public required string Name { get; set; } }
        public class WithTotal { public int Price { get; set; } public int Count { get; set; } public int Total => Price * Count; }
        public class WithIncludedField { [JsonInclude] public int Count; }
        public class WithIncludedSetter
        {
            [JsonInclude] public int Count { get; private set; }
            public static WithIncludedSetter Create(int count) => new() { Count = count }
            ;
        }
        public class WithPopulated
        {
            [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> Lines { get; } = new();
        }
        [JsonDerivedType(typeof(Circle), "circle")] public abstract class Shape { }
        public class Circle : Shape { public int Radius { get; set; } }
        public class Nested { public Dictionary<string, List<PlainRecord>> Parts { get; set; } = new(); }
        public class Tree { public string? Name { get; set; } public List<Tree> Children { get; set; } = new(); }
        public class PlainEnumerableClass : List<int> { }
        public class WithField { public int Count; }
        public class WithReadOnlyField
        {
            public readonly int Count;
            public WithReadOnlyField() { }
            public WithReadOnlyField(int count) { Count = count; }
        }
        public class WithTuple { public (int From, int To) Ends { get; set; } }
        public class WithPrivateSetter
        {
            public int Count { get; private set; }
            public static WithPrivateSetter Create(int count) => new() { Count = count }
            ;
        }
        public class WithGetOnly
        {
            public WithGetOnly() { }
            public WithGetOnly(bool isOn) { IsOn = isOn; }
            public bool IsOn { get; }
        }
        public class WithGetOnlyList { public List<int> Lines { get; } = new(); }
        public class WithObject { public object? Value { get; set; } }
        public class WithDelegate { public Action? Action { get; set; } }
        public class WithBigInteger { public BigInteger Value { get; set; } }
        public class WithStack { public Stack<int> Values { get; set; } = new(); }
        public class Animal { }
        public class Dog : Animal { public int Tricks { get; set; } }
        public class WithBase { public Animal? Animal { get; set; } }
        public class WithTwoConstructors
        {
            public WithTwoConstructors(int count) { Count = count; }
            public WithTwoConstructors(int count, int factor) { Count = count * factor; }
            public int Count { get; }
        }
        public class WithOtherParameter { public WithOtherParameter(int amount) { Count = amount; } public int Count { get; } }
        public class WithoutProperties
        {
            private int _count;
            public WithoutProperties() { }
            public WithoutProperties(int count) { _count = count; }
            public override string ToString() => $"{_count}";
        }
        public class WithClock { public DateTime Now => DateTime.UtcNow; }
        public class InheritedField : WithField { public string? Name { get; set; } }
        public class NamedList : List<int> { public string? Name { get; set; } }
        public class Holder<T> { public T? Value { get; set; } }
        public class Ring { public Ring? Next { get; set; } public Ring() { Next = this; } }
        public interface IShape { }
        public class Square : IShape { }
        public abstract class AbstractShape { }
        """;

    /// <summary>Values that need more than an expression.</summary>
    public const string Values = """
        static class Values
        {
            public static PriorityQueue<string, int> PriorityQueue { get; } = new([("a", 1)]);

            public static CookieContainer CookieContainer()
            {
                var cookies = new CookieContainer();
                cookies.Add(new Cookie("a", "1", "/", "example.org"));
                return cookies;
            }

            public static ExpandoObject ExpandoObject()
            {
                var value = new ExpandoObject();
                ((IDictionary<string, object?>)value)["A"] = 1;
                return value;
            }

            public static ModelStateDictionary ModelState()
            {
                var state = new ModelStateDictionary();
                state.AddModelError("a", "b");
                return state;
            }

            public static XmlDocument Xml()
            {
                var document = new XmlDocument();
                document.LoadXml("<a/>");
                return document;
            }

            public static DataTable Table()
            {
                var table = new DataTable("a");
                table.Columns.Add("b", typeof(int));
                table.Rows.Add(1);
                return table;
            }
        }
        """;
}
