using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>Compares a response with the promised request.</summary>
internal static class ResponseCheck
{
    public static void Check(BareResponse response, PromisedRequest request, Promises promises, bool fails)
    {
        if (fails)
        {
            Assert.Equal(StatusCodes.Status500InternalServerError, response.StatusCode);
            Assert.Null(response.Token);
            return;
        }

        request.WasCommitted();
        Assert.True(
            response.StatusCode == (request.IsGone ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK),
            $"The status is {response.StatusCode}.");
        switch (request.ExpectedCookie)
        {
            case ExpectedCookie.None:
                Assert.Null(response.Token);
                break;

            case ExpectedCookie.Delete:
                Assert.Equal("", response.Token);
                break;

            case ExpectedCookie.Set or ExpectedCookie.MaySet when response.Token is "":
                Assert.Null(promises.Find(request.Key));
                break;

            case ExpectedCookie.Set:
                Assert.True(response.Key == request.Key, "The new token was not sent.");
                break;

            case ExpectedCookie.MaySet:
                Assert.True(response.Key is null || response.Key == request.Key, "Another token was sent.");
                break;
        }
    }
}
