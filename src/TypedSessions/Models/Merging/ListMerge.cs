using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>One merge of a list: applies the changes of this request to the list that another request has stored.</summary>
internal sealed class ListMerge
{
    private readonly JsonMerger _merger;
    private readonly JsonPlan? _plan;
    private readonly JsonArrays _arrays;
    private readonly ElementIdentities _identities;
    private readonly ListChanges _changes;
    private readonly ElementLocations _locations;
    private readonly MergedList _merged;

    public ListMerge(JsonMerger merger, JsonPlan? plan, in JsonArrays arrays, ElementIdentities identities)
    {
        _merger = merger;
        _plan = plan;
        _arrays = arrays;
        _identities = identities;
        _changes = new ListChanges(arrays.Base, arrays.Mine, identities);
        _locations = new ElementLocations(arrays, identities);
        _merged = new MergedList(arrays.Theirs, arrays.Mine.Length);
    }

    /// <summary>Merges the list.</summary>
    /// <returns>The elements; <see langword="null"/> if a changed element is not found, so that the list is one unit.</returns>
    public IReadOnlyCollection<JsonElement>? Run()
    {
        for (var i = 0; i < _arrays.Base.Length; i++)
        {
            if (!TryApply(i))
            {
                return null;
            }
        }

        for (var j = 0; j < _arrays.Mine.Length; j++)
        {
            if (_changes.IsAdded(j))
            {
                Add(j);
            }
        }

        _merged.InsertAdded(_arrays.Mine);
        return _merged.GetElements(inOrderOfMine: _changes.HasMoves);
    }

    private bool TryApply(int i)
    {
        if (_changes.FindAfter(i) is not { } j)
        {
            Remove(i);
            return true;
        }

        var isChanged = !JsonElement.DeepEquals(_arrays.Base[i], _arrays.Mine[j]);
        if (_locations.Find(i, requireUnique: isChanged) is { } location)
        {
            var versions = new JsonVersions(_arrays.Base[i], _arrays.Mine[j], _arrays.Theirs[location], _arrays.StoredBase[i]);
            _merged.Set(location, j, _merger.Merge(_plan, versions)!.Value);
            return true;
        }

        if (isChanged && _identities.Find(_arrays.Base[i]) is not null)
        {
            // The other request has removed the element.
            _merger.RecordOverlap(theirs: null, _arrays.StoredBase[i]);
            _merged.Add(j);
            return true;
        }

        return !isChanged;
    }

    private void Remove(int i)
    {
        if (_locations.Find(i, requireUnique: false) is { } location)
        {
            _merger.RecordOverlap(_arrays.Theirs[location], _arrays.StoredBase[i]);
            _merged.Remove(location);
        }
    }

    private void Add(int j)
    {
        if (_locations.FindIdentified(_arrays.Mine[j]) is { } location)
        {
            // Both have added an element with this identity.
            _merger.RecordOverlap(_arrays.Theirs[location], _arrays.Mine[j]);
            _merged.Set(location, j, _arrays.Mine[j]);
        }
        else
        {
            _merged.Add(j);
        }
    }
}
