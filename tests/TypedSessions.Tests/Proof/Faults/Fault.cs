namespace TypedSessions.Tests.Proof.Faults;

/// <summary>A fault of one call.</summary>
public enum Fault
{
    /// <summary>The call fails without an effect.</summary>
    FailsBefore,

    /// <summary>The call has its effect, but its reply is lost.</summary>
    ReplyIsLost,

    /// <summary>The call fails permanently.</summary>
    IsRefused,

    /// <summary>The call succeeds shortly before the timeout.</summary>
    IsSlow,

    /// <summary>The call times out without an effect.</summary>
    NeverAnswers,

    /// <summary>The call times out and has its effect after the response.</summary>
    IsDoneTooLate,

    /// <summary>The call times out and has its effect after the client's retry.</summary>
    IsDoneAfterTheRetry,

    /// <summary>The client disconnects before the call is made.</summary>
    ClientLeavesBefore,

    /// <summary>The client disconnects during the call.</summary>
    ClientLeavesAfter,
}
