namespace TypedSessions.EndToEnd.Tests.Styles;

/// <summary>The site that uses one model in every style of ASP.NET Core, with <c>AllowSynchronousLoad</c> off throughout.</summary>
public sealed class StylesSite() : SampleSite("Styles");
