using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Shape;

/// <summary>Compares the keys of the models with the recorded ones.</summary>
internal sealed class KeyComparison(
    RecordedShape recorded, CurrentShape current, INamedTypeSymbol[] models, Action<Diagnostic> report, CancellationToken cancellationToken)
{
    public void Run()
    {
        foreach (var key in current.Keys)
        {
            CompareKey(key);
            CompareFormer(key);
        }

        var retired = models.SelectMany(GetRetired).ToArray();
        foreach (var (model, key) in retired)
        {
            RecordRetired(model, key);
        }

        var used = new HashSet<string>(
            current.Keys.SelectMany(static key => key.Former.Append(key.Line.Name)).Concat(retired.Select(static it => it.Key)),
            StringComparer.Ordinal);
        foreach (var line in recorded.Shipped.Where(line => line.Kind == ShapeKind.Key && !used.Contains(line.Name)))
        {
            ReportDisappeared(line);
        }
    }

    private static IEnumerable<(INamedTypeSymbol Model, string Key)> GetRetired(INamedTypeSymbol model)
        => FormerKeys.GetRetired(model).Select(key => (model, SessionAttributes.GetPrefix(model) + key));

    private void CompareKey(StoredKey key)
    {
        var line = key.Line;
        var location = Locations.Name(key.Property);
        var known = recorded.Find(line);
        if (known?.Kind == ShapeKind.Retired)
        {
            report(Diagnostic.Create(ShapeDescriptors.RetiredKeyReused, location, line.Name, key.Property.FullName()));
        }
        else if (recorded.FindShipped(line) is { Kind: ShapeKind.Key } shipped && shipped.Type != line.Type)
        {
            report(Diagnostic.Create(
                ShapeDescriptors.KeyChangedType,
                Locations.Type(key.Property, cancellationToken),
                ShapeProperties.Create(shipped.Type),
                line.Name,
                key.Property.FullName(),
                shipped.Type,
                line.Type));
        }
        else if (known?.Text != line.Text)
        {
            report(ShapeProperties.CreateNotRecorded(location, line));
        }
    }

    private void CompareFormer(StoredKey key)
    {
        var upgrades = Conversion.GetAll(key.Property).Where(static conversion => conversion.IsUpgrade).ToArray();
        var names = FormerKeys.GetAll(key.Attribute);
        for (var i = 0; i < names.Length; i++)
        {
            var upgrade = upgrades.FirstOrDefault(it => it.Key == names[i] || (it.Key is null && names.Length == 1));
            var type = upgrade is null ? key.Line.Type : StoredTypeName.Create(upgrade.FormerType.WithoutNullable());
            if (recorded.FindKey(key.Former[i]) is { } known && known.Type != type && !IsConverted(known.Type, upgrade))
            {
                report(Diagnostic.Create(
                    ShapeDescriptors.FormerTypeDiffers,
                    upgrade is null ? Locations.Name(key.Property) : Locations.Name(upgrade.Method),
                    key.Former[i],
                    key.Property.FullName(),
                    known.Type,
                    type));
            }
        }
    }

    // What a codec has stored is converted from its bytes.
    private static bool IsConverted(string recordedType, Conversion? upgrade)
        => upgrade is not null && recordedType.Contains(" by ") && Scalars.GetCodec(upgrade.FormerType) == "Bytes";

    private void RecordRetired(INamedTypeSymbol model, string key)
    {
        if (recorded.FindKey(key) is { Kind: ShapeKind.Key } line)
        {
            report(ShapeProperties.CreateNotRecorded(
                Locations.Name(model), new ShapeLine(ShapeKind.Retired, line.Owner, line.Name, line.Type)));
        }
    }

    private void ReportDisappeared(ShapeLine line)
    {
        if (recorded.Find(line)?.Kind != ShapeKind.Retired)
        {
            var model = models.FirstOrDefault(model => model.Name == line.Owner);
            report(Diagnostic.Create(
                ShapeDescriptors.KeyDisappeared,
                model is null ? recorded.GetLocation(line) : Locations.Name(model),
                ShapeProperties.Create(line.Name),
                line.Name,
                line.Owner));
        }
    }
}
