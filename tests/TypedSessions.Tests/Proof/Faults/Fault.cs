namespace TypedSessions.Tests.Proof.Faults;

/// <summary>What can go wrong with one call.</summary>
public enum Fault
{
    /// <summary>It fails, and nothing was done.</summary>
    FailsBefore,

    /// <summary>It is done, and the reply is lost.</summary>
    ReplyIsLost,

    /// <summary>It is refused, and asking again will not help.</summary>
    IsRefused,

    /// <summary>It takes long, but less than it may, and is done.</summary>
    IsSlow,

    /// <summary>It takes longer than it may, and is never done.</summary>
    NeverAnswers,

    /// <summary>It takes longer than it may, and is done when the client has been answered already.</summary>
    IsDoneTooLate,

    /// <summary>The same, when the client has even tried again.</summary>
    IsDoneAfterTheRetry,

    /// <summary>The client leaves, and then the call is made.</summary>
    ClientLeavesBefore,

    /// <summary>The call is made, and the client leaves before it returns.</summary>
    ClientLeavesAfter,
}
