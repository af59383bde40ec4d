using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Shop.Accounts;

/// <summary>The database of the users.</summary>
/// <param name="options">The options of the context.</param>
public sealed class AccountsContext(DbContextOptions<AccountsContext> options) : IdentityUserContext<IdentityUser>(options);
