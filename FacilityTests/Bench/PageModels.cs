using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>
/// What the framework reads by reflection about the types that pages and forms use. It is the same in every facility, so those of a run
/// share it.
/// </summary>
internal static class PageModels
{
    private static IModelMetadataProvider? _shared;

    /// <summary>The one of the first facility, made as the framework makes it.</summary>
    public static IModelMetadataProvider Of(IServiceProvider services) =>
        LazyInitializer.EnsureInitialized(ref _shared, () => new DefaultModelMetadataProvider(
            services.GetRequiredService<ICompositeMetadataDetailsProvider>(), services.GetRequiredService<IOptions<MvcOptions>>()));
}
