using System.Reflection;
using LockFirmware.Facility.Access;

namespace LockFirmware.Facility.Api;

/// <summary>
/// The other half of what an app needs: the radio protocol, how an app uses it, and test vectors, as pages beside the OpenAPI document.
/// They are the repository's own documents.
/// </summary>
internal static class RadioPages
{
    /// <summary>The page that says how an app speaks with a lock.</summary>
    public const string Radio = $"{Folder}/protocol.md";

    private const string Folder = "/openapi/docs";
    private const string ResourcePrefix = "docs/";

    // Shown by a browser as it is.
    private const string TextType = "text/plain; charset=utf-8";

    private static readonly (string Name, string Type)[] Pages =
        [("protocol.md", TextType), ("phone-app.md", TextType), ("protocol-vectors.json", ApiBody.JsonType)];

    /// <summary>Maps the pages.</summary>
    public static void MapRadioPages(this WebApplication app)
    {
        foreach ((string name, string type) in Pages)
        {
            app.MapGet($"{Folder}/{name}", () => TypedResults.Stream(Open(name), type)).AllowAnonymous()
                .RequireRateLimiting(RateLimitPolicies.Anonymous).ExcludeFromDescription();
        }
    }

    private static Stream Open(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + name)!;
}
