using System.Text.Json;
using System.Text.Json.Nodes;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.Generator.Tests.StoredTypes;

/// <summary>
/// Values are read as they were set: each type is stored exactly or refused, with a warning if the type shows the reason.
/// </summary>
public sealed class StoredTypeTests : IAsyncLifetime
{
    private StoredTypeProgram _program = null!;

    public async ValueTask InitializeAsync() => _program = await StoredTypeProgram.RunAsync();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public void Each_type_survives_a_round_trip_or_is_refused()
    {
        Assert.True(StoredTypeTable.Rows.Count >= 150);
        Assert.Multiple([.. StoredTypeTable.Rows.Select((row, index) => (Action)(() => AssertOutcome(row, index)))]);
    }

    private void AssertOutcome(StoredTypeRow row, int index)
    {
        var expected = row.Outcome switch
        {
            StoredTypeOutcome.Refused => DiagnosticIds.UnsupportedType,
            StoredTypeOutcome.Warned => DiagnosticIds.LostValue,
            _ => null,
        };
        var rules = _program.GetRules(index).Where(static id => id is DiagnosticIds.UnsupportedType or DiagnosticIds.LostValue).ToArray();
        Assert.True(rules is [var id] ? id == expected : expected is null, $"{row.Type}: {string.Join(", ", rules)}");

        var (value, read) = _program.GetResult(index);
        switch (row.Outcome)
        {
            case StoredTypeOutcome.Equal:
                AssertCameBack(row.Type, value, read);
                break;
            case StoredTypeOutcome.Warned or StoredTypeOutcome.RefusedAtSet:
                Assert.Contains("'Value'", Assert.IsType<InvalidOperationException>(read).Message, StringComparison.Ordinal);
                break;
        }
    }

    private static void AssertCameBack(string type, object? value, object? read)
    {
        Assert.False(read is null or Exception, $"{type}: {read}");
        if (!type.StartsWith('I'))
        {
            Assert.IsType(value!.GetType(), read);
        }

        if (value is Uri or Version || value!.GetType().IsPrimitive)
        {
            Assert.Equal(value, read);
        }
        else
        {
            // The order of elements counts. The other comparison ignores it.
            Assert.Equal(JsonSerializer.Serialize<object>(value), JsonSerializer.Serialize<object>(read!));
            AssertEquivalent(value, read!);
        }
    }

    // JSON elements and nodes are compared by their text.
    private static void AssertEquivalent(object value, object read)
    {
        if (value is not (JsonElement or JsonDocument or JsonNode))
        {
            Assert.Equivalent(value, read, strict: true);
        }
    }
}
