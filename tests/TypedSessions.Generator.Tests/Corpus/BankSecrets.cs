// What people put into sessions.
using System.Security.Claims;
using System.Text.Json.Serialization;

namespace Bank;

[SessionModel(Prefix = "bank.")]
public partial class BankSession
{
    [SessionProperty] public partial string? CustomerName { get; set; }
    [SessionProperty] public partial string? Pin { get; set; }
    [SessionProperty] public partial string? {|TSES100:CardNumber|} { get; set; }
    [SessionProperty] public partial string? {|TSES100:AccessToken|} { get; set; }
    [SessionProperty] public partial int PinAttempts { get; set; }
    [SessionProperty] public partial bool PasswordChanged { get; set; }
    [SessionProperty] public partial bool HasPassword { get; set; }
    [SessionProperty] public partial DateTimeOffset? PasswordExpires { get; set; }
    [SessionProperty] public partial string? CardNumberMasked { get; set; }
    [SessionProperty] public partial string? Spinner { get; set; }
    [SessionProperty] public partial string? Keyboard { get; set; }
    [SessionProperty] public partial string? PaginationToken { get; set; }
    [SessionProperty] public partial string? SortKey { get; set; }
    [SessionProperty] public partial string? CsrfToken { get; set; }
    [SessionProperty] public partial string? PassengerName { get; set; }
    [SessionProperty] public partial string? Secretary { get; set; }
    [SessionProperty] public partial List<int> TokenCounts { get; set; }
    [SessionProperty] public partial string? Tokenizer { get; set; }
    [SessionProperty] public partial string? PasswordResetEmail { get; set; }
}
