namespace TypedSessions.Generator.Tests.StoredTypes;

/// <summary>Types of session properties with a value and its expected outcome.</summary>
internal static class StoredTypeTable
{
    private const string Equal = """
        bool | true
        byte | (byte)7
        sbyte | (sbyte)-7
        short | (short)-7
        ushort | (ushort)7
        int | -7
        uint | 7u
        long | -7L
        ulong | 7UL
        nint | (nint)7
        nuint | (nuint)7
        Int128 | (Int128)7
        UInt128 | (UInt128)7
        Half | (Half)0.5
        float | 0.5f
        double | 0.1 + 0.2
        decimal | 1.20m
        char | 'ä'
        string | "Ada"
        Guid | new Guid("0f8fad5b-d9cb-469f-a165-70867728950e")
        DateTime | new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)
        DateTimeOffset | new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))
        DateOnly | new DateOnly(2026, 1, 2)
        TimeOnly | new TimeOnly(3, 4, 5)
        TimeSpan | TimeSpan.FromSeconds(90)
        Uri | new Uri("/cart?page=2", UriKind.Relative)
        Version | new Version(1, 2, 3)
        byte[] | new byte[] { 1, 2 }
        DayOfWeek | DayOfWeek.Friday
        HttpStatusCode | HttpStatusCode.NotFound
        int? | 7
        DateTime? | new DateTime(2026, 1, 2)
        DayOfWeek? | DayOfWeek.Friday
        int[] | new[] { 1, 2 }
        string[] | new[] { "a", "b" }
        string?[] | new[] { "a", null }
        int[][] | new[] { new[] { 1 }, new[] { 2, 3 } }
        List<int> | new List<int> { 1, 2 }
        List<int?> | new List<int?> { 1, null }
        List<List<int>> | new List<List<int>> { new() { 1 } }
        List<DateTimeOffset> | new List<DateTimeOffset> { new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)) }
        IList<int> | new List<int> { 1, 2 }
        ICollection<int> | new List<int> { 1, 2 }
        IEnumerable<int> | new List<int> { 1, 2 }
        IReadOnlyList<int> | new List<int> { 1, 2 }
        IReadOnlyCollection<int> | new List<int> { 1, 2 }
        LinkedList<int> | new LinkedList<int>(new[] { 1, 2 })
        Queue<int> | new Queue<int>(new[] { 1, 2 })
        HashSet<int> | new HashSet<int> { 1, 2 }
        ISet<int> | new HashSet<int> { 1, 2 }
        SortedSet<int> | new SortedSet<int> { 2, 1 }
        Dictionary<string, int> | new Dictionary<string, int> { ["a"] = 1 }
        Dictionary<int, string> | new Dictionary<int, string> { [1] = "a" }
        Dictionary<Guid, int> | new Dictionary<Guid, int> { [new("0f8fad5b-d9cb-469f-a165-70867728950e")] = 1 }
        Dictionary<DayOfWeek, int> | new Dictionary<DayOfWeek, int> { [DayOfWeek.Friday] = 1 }
        Dictionary<DateOnly, int> | new Dictionary<DateOnly, int> { [new(2026, 1, 2)] = 1 }
        Dictionary<string, List<int>> | new Dictionary<string, List<int>> { ["a"] = new() { 1 } }
        IDictionary<string, int> | new Dictionary<string, int> { ["a"] = 1 }
        IReadOnlyDictionary<string, int> | new Dictionary<string, int> { ["a"] = 1 }
        SortedDictionary<string, int> | new SortedDictionary<string, int> { ["a"] = 1 }
        SortedList<string, int> | new SortedList<string, int> { ["a"] = 1 }
        OrderedDictionary<string, int> | new OrderedDictionary<string, int> { ["b"] = 1, ["a"] = 2 }
        KeyValuePair<string, int> | new KeyValuePair<string, int>("a", 1)
        List<KeyValuePair<string, int>> | new List<KeyValuePair<string, int>> { new("a", 1) }
        Collection<int> | new Collection<int> { 1, 2 }
        ObservableCollection<int> | new ObservableCollection<int> { 1, 2 }
        ConcurrentQueue<int> | new ConcurrentQueue<int>(new[] { 1, 2 })
        ConcurrentDictionary<string, int> | new ConcurrentDictionary<string, int> { ["a"] = 1 }
        ImmutableArray<int> | ImmutableArray.Create(1, 2)
        ImmutableList<int> | ImmutableList.Create(1, 2)
        ImmutableHashSet<int> | ImmutableHashSet.Create(1, 2)
        ImmutableSortedSet<int> | ImmutableSortedSet.Create(2, 1)
        ImmutableQueue<int> | ImmutableQueue.Create(1, 2)
        ImmutableDictionary<string, int> | ImmutableDictionary<string, int>.Empty.Add("a", 1)
        ImmutableSortedDictionary<string, int> | ImmutableSortedDictionary<string, int>.Empty.Add("a", 1)
        IImmutableList<int> | ImmutableList.Create(1, 2)
        IImmutableSet<int> | ImmutableHashSet.Create(1, 2)
        IImmutableQueue<int> | ImmutableQueue.Create(1, 2)
        IImmutableDictionary<string, int> | ImmutableDictionary<string, int>.Empty.Add("a", 1)
        Tuple<int, string> | Tuple.Create(1, "a")
        Memory<int> | new Memory<int>(new[] { 1, 2 })
        ReadOnlyMemory<byte> | new ReadOnlyMemory<byte>(new byte[] { 1, 2 })
        JsonElement | JsonDocument.Parse("{\"a\":[1]}").RootElement.Clone()
        JsonDocument | JsonDocument.Parse("[1]")
        JsonNode | JsonNode.Parse("{\"a\":[1]}")
        JsonObject | new JsonObject { ["a"] = 1 }
        JsonArray | new JsonArray(1, 2)
        Point | new Point(1, 2)
        PointF | new PointF(1, 2)
        Size | new Size(1, 2)
        SizeF | new SizeF(1, 2)
        Rectangle | new Rectangle(1, 2, 3, 4)
        RectangleF | new RectangleF(1, 2, 3, 4)
        ProblemDetails | new ProblemDetails { Title = "Gone", Status = 410 }
        SelectListItem | new SelectListItem("text", "value")
        CookieOptions | new CookieOptions { Path = "/shop" }
        PlainClass | new PlainClass { Name = "Ada", Count = 2 }
        PlainRecord | new PlainRecord("Ada", 2)
        PlainRecordStruct | new PlainRecordStruct("Ada", 2)
        PlainStruct | new PlainStruct { Count = 2 }
        ByConstructor | new ByConstructor("Ada")
        WithInit | new WithInit { Name = "Ada" }
        WithRequired | new WithRequired { Name = "Ada" }
        WithTotal | new WithTotal { Price = 2, Count = 3 }
        WithIncludedField | new WithIncludedField { Count = 2 }
        WithIncludedSetter | WithIncludedSetter.Create(2)
        WithPopulated | new WithPopulated { Lines = { 1, 2 } }
        Shape | new Circle { Radius = 2 }
        Nested | new Nested { Parts = { ["a"] = new() { new("Ada", 2) } } }
        Tree | new Tree { Children = { new Tree { Name = "leaf" } } }
        PlainEnumerableClass | new PlainEnumerableClass { 1, 2 }
        HttpMethod | HttpMethod.Post
        OperatingSystem | Environment.OSVersion
        """;

    private const string Warned = """
        UriBuilder | new UriBuilder("https", "example.org")
        Stack<int> | new Stack<int>(new[] { 1, 2 })
        ConcurrentStack<int> | new ConcurrentStack<int>(new[] { 1, 2 })
        ConcurrentBag<int> | new ConcurrentBag<int>(new[] { 1, 2 })
        ImmutableStack<int> | ImmutableStack.Create(1, 2)
        IImmutableStack<int> | ImmutableStack.Create(1, 2)
        BlockingCollection<int> | new BlockingCollection<int> { 1 }
        ReadOnlyCollection<int> | new ReadOnlyCollection<int>(new[] { 1, 2 })
        ReadOnlyObservableCollection<int> | new ReadOnlyObservableCollection<int>(new ObservableCollection<int> { 1 })
        ReadOnlyDictionary<string, int> | new ReadOnlyDictionary<string, int>(new Dictionary<string, int> { ["a"] = 1 })
        ReadOnlySet<int> | new ReadOnlySet<int>(new HashSet<int> { 1 })
        PriorityQueue<string, int> | Values.PriorityQueue
        ArraySegment<int> | new ArraySegment<int>(new[] { 1, 2 })
        ReadOnlySequence<int> | new ReadOnlySequence<int>(new[] { 1, 2 })
        Lazy<int> | new Lazy<int>(() => 2)
        WeakReference<string> | new WeakReference<string>("Ada")
        StrongBox<int> | new StrongBox<int>(2)
        BitArray | new BitArray(3, true)
        BitVector32 | new BitVector32(5)
        ArrayList | new ArrayList { 1, "a" }
        Hashtable | new Hashtable { ["a"] = 1 }
        SortedList | new SortedList { ["a"] = 1 }
        Queue | new Queue(new[] { 1 })
        Stack | new Stack(new[] { 1, 2 })
        NameValueCollection | new NameValueCollection { ["a"] = "1" }
        StringCollection | new StringCollection { "a" }
        StringDictionary | new StringDictionary { ["a"] = "1" }
        HybridDictionary | new HybridDictionary { ["a"] = 1 }
        ListDictionary | new ListDictionary { ["a"] = 1 }
        DictionaryEntry | new DictionaryEntry("a", 1)
        ExpandoObject | Values.ExpandoObject()
        BigInteger | new BigInteger(5)
        Complex | new Complex(1, 2)
        Vector2 | new Vector2(1, 2)
        Vector3 | new Vector3(1, 2, 3)
        Quaternion | new Quaternion(1, 2, 3, 4)
        Matrix3x2 | Matrix3x2.CreateScale(2)
        Plane | new Plane(1, 2, 3, 4)
        Rune | new Rune('a')
        Index | Index.FromEnd(2)
        Range | 1..3
        Color | Color.Red
        StringBuilder | new StringBuilder("Ada")
        CultureInfo | CultureInfo.InvariantCulture
        TimeZoneInfo | TimeZoneInfo.CreateCustomTimeZone("own", TimeSpan.FromHours(2), "own", "own")
        Regex | new Regex("a+")
        UTF8Encoding | new UTF8Encoding(false)
        IPAddress | IPAddress.Loopback
        IPEndPoint | new IPEndPoint(IPAddress.Loopback, 80)
        IPNetwork | IPNetwork.Parse("10.0.0.0/8")
        PhysicalAddress | PhysicalAddress.Parse("00-11-22-33-44-55")
        MailAddress | new MailAddress("ada@example.org")
        Cookie | new Cookie("a", "1", "/")
        CookieContainer | Values.CookieContainer()
        PathString | new PathString("/cart")
        QueryString | new QueryString("?a=1")
        HostString | new HostString("example.org")
        FragmentString | new FragmentString("#a")
        StringValues | new StringValues(new[] { "a", "b" })
        StringSegment | new StringSegment("Ada")
        FormCollection | new FormCollection(new() { ["a"] = "1" })
        QueryCollection | new QueryCollection(new Dictionary<string, StringValues> { ["a"] = "1" })
        HeaderDictionary | new HeaderDictionary { ["a"] = "1" }
        RouteValueDictionary | new RouteValueDictionary { ["a"] = 1 }
        MediaTypeHeaderValue | new MediaTypeHeaderValue("text/plain")
        SelectList | new SelectList(new[] { "a", "b" })
        ModelStateDictionary | Values.ModelState()
        Exception | new Exception("lost")
        InvalidOperationException | new InvalidOperationException("lost")
        Random | new Random(5)
        Stopwatch | Stopwatch.StartNew()
        XElement | new XElement("a", "b")
        XDocument | new XDocument(new XElement("a"))
        XmlDocument | Values.Xml()
        DataTable | Values.Table()
        DataSet | new DataSet("a") { Tables = { Values.Table() } }
        DBNull | DBNull.Value
        WithField | new WithField { Count = 2 }
        WithReadOnlyField | new WithReadOnlyField(2)
        WithTuple | new WithTuple { Ends = (1, 2) }
        WithPrivateSetter | WithPrivateSetter.Create(2)
        WithGetOnly | new WithGetOnly(true)
        WithGetOnlyList | new WithGetOnlyList { Lines = { 1, 2 } }
        WithObject | new WithObject { Value = 2 }
        WithDelegate | new WithDelegate { Action = () => { } }
        WithBigInteger | new WithBigInteger { Value = 5 }
        WithStack | new WithStack { Values = new(new[] { 1, 2 }) }
        WithTwoConstructors | new WithTwoConstructors(1)
        WithOtherParameter | new WithOtherParameter(2)
        InheritedField | new InheritedField { Count = 2 }
        NamedList | new NamedList { Name = "Ada" }
        Holder<WithField> | new Holder<WithField> { Value = new() { Count = 2 } }
        List<WithField> | new List<WithField> { new() { Count = 2 } }
        Dictionary<string, WithField> | new Dictionary<string, WithField> { ["a"] = new() { Count = 2 } }
        """;

    private const string Refused = """
        IReadOnlySet<int> | new HashSet<int> { 1, 2 }
        FrozenSet<int> | new[] { 1, 2 }.ToFrozenSet()
        FrozenDictionary<string, int> | new Dictionary<string, int> { ["a"] = 1 }.ToFrozenDictionary()
        object | 5
        dynamic | 5
        List<object> | new List<object> { 5 }
        Dictionary<string, object> | new Dictionary<string, object> { ["a"] = 5 }
        (int, int) | (1, 2)
        List<(int, int)> | new List<(int, int)> { (1, 2) }
        int[,] | new int[1, 1]
        Action | () => { }
        Func<int> | () => 1
        Type | typeof(int)
        Stream | Stream.Null
        MemoryStream | new MemoryStream()
        Task<int> | Task.FromResult(1)
        CancellationToken | CancellationToken.None
        IQueryable<int> | new[] { 1 }.AsQueryable()
        IAsyncEnumerable<int> | null!
        HttpContext | new DefaultHttpContext()
        ISession | null!
        IShape | new Square()
        AbstractShape | null!
        IEnumerable | new[] { 1 }
        IDictionary | new Hashtable()
        IList | new ArrayList()
        ILookup<int, int> | new[] { 1 }.ToLookup(static x => x)
        IFormFile | null!
        IPrincipal | null!
        Encoding | Encoding.UTF8
        Dictionary<PlainRecord, int> | new Dictionary<PlainRecord, int>()
        Dictionary<int[], int> | new Dictionary<int[], int>()
        """;

    // The type does not show the reason: private state, a derived class in a base class, a getter that depends on the clock, a cycle.
    private const string RefusedAtSet = """
        WithoutProperties | new WithoutProperties(2)
        WithBase | new WithBase { Animal = new Dog { Tricks = 2 } }
        WithClock | new WithClock()
        Ring | new Ring()
        """;

    /// <summary>Gets the types and the expected outcomes.</summary>
    public static IReadOnlyList<StoredTypeRow> Rows { get; } =
    [
        .. Parse(Equal, StoredTypeOutcome.Equal),
        .. Parse(Warned, StoredTypeOutcome.Warned),
        .. Parse(Refused, StoredTypeOutcome.Refused),
        .. Parse(RefusedAtSet, StoredTypeOutcome.RefusedAtSet),
    ];

    private static IEnumerable<StoredTypeRow> Parse(string rows, StoredTypeOutcome outcome)
        => rows.Split('\n').Select(static row => row.Split(" | ")).Select(parts => new StoredTypeRow(parts[0], parts[1], outcome));
}
