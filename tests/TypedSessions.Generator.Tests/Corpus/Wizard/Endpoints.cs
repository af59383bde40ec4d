using Microsoft.AspNetCore.Http.HttpResults;

namespace Surveys;

public static class WizardEndpoints
{
    private static readonly string[] Questions = ["colour", "food", "city"];

    public static IEndpointRouteBuilder MapWizard(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/wizard", Show);
        routes.MapPost("/wizard/{question}", Answer).DisableAntiforgery();
        routes.MapPost("/wizard/next", static (WizardSession wizard) =>
        {
            wizard.Next();
            return wizard.Step;
        });
        routes.MapDelete("/wizard", static void (WizardSession wizard) => wizard.Restart());
        return routes;

        static WizardView Show([AsParameters] WizardRequest request)
        {
            return new(request.Wizard.Step, Open().ToArray());

            IEnumerable<string> Open() => request.Wizard.Missing(Questions).Take(request.Limit ?? int.MaxValue);
        }
    }

    private static Results<NoContent, NotFound<string>> Answer(string question, [FromForm] string text, WizardSession wizard)
    {
        if (!Questions.Contains(question, StringComparer.Ordinal))
        {
            return TypedResults.NotFound(question);
        }

        wizard[question] = text;
        return TypedResults.NoContent();
    }
}

public sealed record WizardView(Step Step, string[] Open);

public readonly record struct WizardRequest(WizardSession Wizard, int? Limit);
