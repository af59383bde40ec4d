using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using TypedSessions.Http;

namespace TypedSessions.Tests.Http;

/// <summary>The endpoints whose metadata shows that they use the session.</summary>
public sealed class SessionEndpointsTests
{
    [Theory]
    [InlineData(nameof(Handlers.Model), true)]
    [InlineData(nameof(Handlers.Session), true)]
    [InlineData(nameof(Handlers.Several), true)]
    [InlineData(nameof(Handlers.Record), true)]
    [InlineData(nameof(Handlers.Members), true)]
    [InlineData(nameof(Handlers.Nothing), false)]
    [InlineData(nameof(Handlers.Context), false)]
    [InlineData(nameof(Handlers.Body), false)]
    public void A_minimal_api_announces_it_by_the_parameters_of_its_handler(string handler, bool expected)
        => Assert.Equal(expected, UsesSession(typeof(Handlers).GetMethod(handler)!));

    [Fact]
    public void An_endpoint_can_set_it() => Assert.True(UsesSession(new PreloadSessionAttribute()));

    [Fact]
    public void An_endpoint_without_metadata_does_not_announce_it() => Assert.False(UsesSession());

    [Theory]
    [InlineData(typeof(InConstructor), nameof(InConstructor.Index), true)]
    [InlineData(typeof(InAction), nameof(InAction.Index), true)]
    [InlineData(typeof(InAction), nameof(InAction.Other), false)]
    public void A_controller_announces_it_by_its_constructor_or_the_action(Type controller, string action, bool expected)
    {
        var method = controller.GetMethod(action)!;

        Assert.Equal(expected, UsesSession(new ControllerActionDescriptor
        {
            ControllerTypeInfo = controller.GetTypeInfo(),
            MethodInfo = method,
            Parameters = GetParameters(method),
        }));
    }

    [Theory]
    [InlineData(typeof(PlainPage), typeof(ModelInConstructor), true)]
    [InlineData(typeof(PlainPage), typeof(ModelInHandler), true)]
    [InlineData(typeof(InjectingPage), typeof(PlainModel), true)]
    [InlineData(typeof(PlainPage), typeof(PlainModel), false)]
    [InlineData(typeof(InjectingPage), null, true)]
    public void A_razor_page_announces_it_by_its_models_constructor_a_handler_or_inject(Type page, Type? model, bool expected)
        => Assert.Equal(expected, UsesSession(new CompiledPageActionDescriptor
        {
            PageTypeInfo = page.GetTypeInfo(),
            ModelTypeInfo = model?.GetTypeInfo(),
            Parameters = [],
            HandlerMethods = [.. (model ?? page).GetMethods().Where(method => method.Name == "OnGet")
                .Select(method => new HandlerMethodDescriptor
            {
                MethodInfo = method,
                Parameters = [.. method.GetParameters()
                    .Select(parameter => new HandlerParameterDescriptor { ParameterType = parameter.ParameterType })],
            })],
        }));

    [Theory]
    [InlineData(typeof(InjectingComponent), true)]
    [InlineData(typeof(InheritingComponent), true)]
    [InlineData(typeof(ConstructedComponent), true)]
    [InlineData(typeof(PlainComponent), false)]
    public void A_component_announces_it_by_inject_or_its_constructor(Type component, bool expected)
        => Assert.Equal(expected, UsesSession(new ComponentTypeMetadata(component)));

    private static bool UsesSession(params object[] metadata)
    {
        var endpoint = new Endpoint(null, new EndpointMetadataCollection(metadata), null);
        var first = SessionEndpoints.GetSessionUse(endpoint);
        Assert.Same(first, SessionEndpoints.GetSessionUse(endpoint));
        return first.Preload;
    }

    private static List<ParameterDescriptor> GetParameters(MethodInfo method)
        => [.. method.GetParameters().Select(parameter => new ParameterDescriptor { ParameterType = parameter.ParameterType })];

    private static class Handlers
    {
        public static void Model(CounterSession counter) => _ = counter;

        public static void Session(ISession session) => _ = session;

        public static void Several(int id, CounterSession? counter) => _ = (id, counter);

        public static void Record([AsParameters] Wanted wanted) => _ = wanted;

        public static void Members([AsParameters] WantedMembers wanted) => _ = wanted;

        public static void Nothing()
        {
        }

        public static void Context(HttpContext context) => _ = context;

        public static void Body(Wanted wanted) => _ = wanted;
    }

    private sealed class WantedMembers
    {
        public int Id { get; set; }

        public CounterSession? Counter { get; set; }
    }

    private sealed class InConstructor(CounterSession counter) : ControllerBase
    {
        public int Index() => counter.Count;
    }

    private sealed class InAction : ControllerBase
    {
        public int Index([FromServices] CounterSession counter) => counter.Count;

        public int Other(int id) => id;
    }

    private sealed class PlainModel : PageModel
    {
        public void OnGet(int id) => _ = id;
    }

    private sealed class ModelInConstructor(ISession session) : PageModel
    {
        public string Id => session.Id;
    }

    private sealed class ModelInHandler : PageModel
    {
        public void OnGet([FromServices] CounterSession counter) => _ = counter;
    }

    private class InjectingComponent : ComponentBase
    {
        [Inject]
        private CounterSession Counter { get; set; } = null!;

        protected override void OnInitialized() => Counter.Count++;
    }

    private sealed class InheritingComponent : InjectingComponent;

    private sealed class ConstructedComponent(ISession session) : ComponentBase
    {
        protected override void OnInitialized() => session.Clear();
    }

    private sealed class PlainComponent : ComponentBase
    {
        [Parameter]
        public CounterSession? Counter { get; set; }
    }

    private sealed class PlainPage
    {
        public string? Title { get; set; }
    }

    private sealed class InjectingPage
    {
        public CounterSession? Counter { get; set; }
    }
}
