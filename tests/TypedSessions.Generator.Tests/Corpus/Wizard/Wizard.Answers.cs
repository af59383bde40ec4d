namespace Surveys;

partial class WizardSession
{
    public string? this[string question]
    {
        get => Answers.TryGetValue(question, out var answer) ? answer : null;
        set
        {
            if (value is null)
            {
                Answers.Remove(question);
            }
            else
            {
                Answers[question] = value;
            }
        }
    }

    public IEnumerable<string> Missing(params IEnumerable<string> questions) => questions.Where(question => !Answers.ContainsKey(question));
}
