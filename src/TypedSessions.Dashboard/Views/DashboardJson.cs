using System.Text.Json;
using System.Text.Json.Serialization;

namespace TypedSessions.Dashboard.Views;

/// <summary>Serializes the content of pages as JSON without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OverviewView))]
[JsonSerializable(typeof(SessionListView))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(SessionDetails))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(EndedView))]
internal sealed partial class DashboardJson : JsonSerializerContext;
