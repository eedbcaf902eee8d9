using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>A browser without JavaScript: opens pages, fills forms in and sends them.</summary>
internal sealed class Browser(HttpClient client)
{
    /// <summary>The client, for requests that are not pages.</summary>
    public HttpClient Client => client;

    /// <summary>The status of the last answer.</summary>
    public HttpStatusCode Status { get; private set; }

    /// <summary>The page shown.</summary>
    public IDocument Page { get; private set; } = null!;

    /// <summary>The visible text of the page, with white space reduced to one blank.</summary>
    public string Text => string.Join(' ', Page.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Opens a page.</summary>
    public async Task OpenAsync(string path) => await ShowAsync(await client.GetAsync(path));

    /// <summary>Fills a form of the page in and sends it.</summary>
    /// <param name="selector">Finds the form.</param>
    /// <param name="fields">What to put into its fields; others keep what they show.</param>
    public async Task SubmitAsync(string selector, params (string Name, string Value)[] fields)
    {
        IHtmlFormElement form =
            (IHtmlFormElement)(Page.QuerySelector(selector)
                ?? throw new AssertFailedException($"no form {selector} on {Page.Title}: {Text}"));
        List<KeyValuePair<string, string>> data = [];
        foreach (IElement field in form.Elements)
        {
            string? name = field.GetAttribute("name");
            if (name == null || fields.Any(given => given.Name == name))
                continue;
            if (field is IHtmlInputElement { Type: "checkbox" or "radio" } box && !box.IsChecked)
                continue;
            string? value = field switch
            {
                IHtmlInputElement input => input.Value,
                IHtmlSelectElement select => select.Value,
                IHtmlTextAreaElement area => area.Value,
                _ => null,
            };
            if (value != null)
                data.Add(new(name, value));
        }
        data.AddRange(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        string action = form.GetAttribute("action") is { Length: > 0 } given ? given : Page.Location.PathName + Page.Location.Search;
        bool isPost = string.Equals(form.Method, "post", StringComparison.OrdinalIgnoreCase);
        await ShowAsync(isPost
            ? await client.PostAsync(action, new FormUrlEncodedContent(data))
            : await client.GetAsync($"{action.Split('?')[0]}?{await new FormUrlEncodedContent(data).ReadAsStringAsync()}"));
    }

    private async Task ShowAsync(HttpResponseMessage answer)
    {
        Status = answer.StatusCode;
        string html = await answer.Content.ReadAsStringAsync();
        string address = answer.RequestMessage!.RequestUri!.ToString();
        Page = await BrowsingContext.New(Configuration.Default).OpenAsync(response => response.Content(html).Address(address));
    }
}
