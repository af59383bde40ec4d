namespace Surveys;

public enum Step : byte
{
    Welcome,
    Questions,
    Review,
    Done,
}

sealed partial class WizardSession
{
    public bool CanGoBack => Step is Step.Questions or Step.Review;

    public void Next() => Step = Step switch
    {
        Step.Welcome => Step.Questions,
        Step.Questions when Answers.Count >= 3 => Step.Review,
        Step.Questions => Step.Questions,
        Step.Review => Step.Done,
        var done => done,
    };

    public void Back()
    {
        if (CanGoBack)
        {
            Step--;
        }
    }

    public void Restart()
    {
        Clear();
        Started = DateOnly.FromDateTime(DateTime.UtcNow);
    }
}
