using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>A list that another request has stored, while this request's changes are applied to it.</summary>
internal sealed class MergedList
{
    private readonly LinkedList<Element> _elements;
    private readonly LinkedListNode<Element>?[] _theirs;

    // The elements that are also in this request's list, by their index there.
    private readonly LinkedListNode<Element>?[] _mine;
    private readonly HashSet<int> _added = [];

    /// <summary>Initializes a new instance with the elements that are stored.</summary>
    /// <param name="theirs">The elements.</param>
    /// <param name="mineLength">The number of elements of this request's list.</param>
    public MergedList(JsonElement[] theirs, int mineLength)
    {
        _elements = new LinkedList<Element>(theirs.Select(static value => new Element(value)));
        _theirs = new LinkedListNode<Element>?[theirs.Length];
        _mine = new LinkedListNode<Element>?[mineLength];
        var i = 0;
        for (var node = _elements.First; node is not null; node = node.Next)
        {
            _theirs[i++] = node;
        }
    }

    /// <summary>Sets a stored element, which is the one at an index of this request's list.</summary>
    public void Set(int theirs, int mine, JsonElement value)
    {
        _mine[mine] = _theirs[theirs];
        _mine[mine]!.Value = new Element(value, mine);
    }

    /// <summary>Removes a stored element.</summary>
    public void Remove(int theirs) => _elements.Remove(_theirs[theirs]!);

    /// <summary>Adds an element of this request's list.</summary>
    public void Add(int mine) => _added.Add(mine);

    /// <summary>
    /// Inserts each added element after its predecessor in this request's list. Elements that were added at the end go to the end.
    /// </summary>
    public void InsertAdded(JsonElement[] mine)
    {
        var tail = Array.FindLastIndex(_mine, static node => node is not null) + 1;
        LinkedListNode<Element>? previous = null;
        for (var j = 0; j < mine.Length; j++)
        {
            if (_added.Contains(j))
            {
                var element = new Element(mine[j], j);
                _mine[j] = j >= tail ? _elements.AddLast(element)
                    : previous is null ? _elements.AddFirst(element)
                    : _elements.AddAfter(previous, element);
            }

            previous = _mine[j] ?? previous;
        }
    }

    /// <summary>Returns the elements.</summary>
    /// <param name="inOrderOfMine">
    /// Whether they are in the order of this request's list. The other request's own elements keep their predecessor.
    /// </param>
    public IReadOnlyCollection<JsonElement> GetElements(bool inOrderOfMine)
    {
        if (inOrderOfMine)
        {
            SortByMine();
        }

        return [.. _elements.Select(static element => element.Value)];
    }

    private void SortByMine()
    {
        var leading = new List<LinkedListNode<Element>>();
        var following = new Dictionary<int, List<LinkedListNode<Element>>>();
        var current = leading;
        for (var node = _elements.First; node is not null; node = node.Next)
        {
            if (node.Value.Mine is { } mine)
            {
                following[mine] = current = [];
            }

            current.Add(node);
        }

        var sorted = leading.Concat(following.OrderBy(static group => group.Key).SelectMany(static group => group.Value)).ToArray();
        _elements.Clear();
        Array.ForEach(sorted, _elements.AddLast);
    }

    /// <summary>An element.</summary>
    /// <param name="Value">The merged element.</param>
    /// <param name="Mine">Its index in this request's list; <see langword="null"/> if it is not there.</param>
    private readonly record struct Element(JsonElement Value, int? Mine = null);
}
