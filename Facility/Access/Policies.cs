using System.Globalization;
using System.Security.Claims;
using LockFirmware.Facility.Data;
using Microsoft.AspNetCore.Authorization;

namespace LockFirmware.Facility.Access;

/// <summary>One policy for each permission, with the same name. An endpoint without a policy is refused to everybody.</summary>
public static class Policies
{
    /// <summary>Any member of the staff.</summary>
    public const string AnyStaff = "AnyStaff";

    /// <summary>A signed-in phone.</summary>
    public const string Phone = "Phone";

    /// <summary>Adds the policies.</summary>
    public static void Configure(AuthorizationOptions options)
    {
        foreach (Permissions permission in Enum.GetValues<Permissions>()
            .Where(value => value is not Permissions.None and not Permissions.All))
            options.AddPolicy(permission.ToString(), policy => Staff(policy).RequireAssertion(context => context.User.May(permission)));
        options.AddPolicy(AnyStaff, policy => Staff(policy));
        options.AddPolicy(Phone, policy => policy.AddAuthenticationSchemes(PhoneScheme.Name).RequireAuthenticatedUser()
            .RequireClaim(PhoneScheme.DeviceClaim));
        // An endpoint without a policy of its own is refused to everybody.
        options.FallbackPolicy = new AuthorizationPolicyBuilder(StaffScheme.Name).RequireAssertion(_ => false).Build();
        options.DefaultPolicy = options.FallbackPolicy;
    }

    /// <summary>Whether the signed-in member has a permission.</summary>
    public static bool May(this ClaimsPrincipal user, Permissions permission) =>
        int.TryParse(user.FindFirstValue(StaffScheme.PermissionsClaim), CultureInfo.InvariantCulture, out int bits)
        && ((Permissions)bits & permission) == permission;

    private static AuthorizationPolicyBuilder Staff(AuthorizationPolicyBuilder policy) =>
        policy.AddAuthenticationSchemes(StaffScheme.Name).RequireAuthenticatedUser();
}
