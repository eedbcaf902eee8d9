using System.Data.Common;
using System.Security.Cryptography;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Import;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace LockFirmware.Facility.Host;

/// <summary>
/// Reports errors that the operator can correct in one sentence. All other exceptions are faults of the program and pass through.
/// </summary>
internal static class ErrorReport
{
    private const int Failed = 1;
    private const int Unusable = 2;

    /// <summary>Runs the work and reports its errors.</summary>
    /// <param name="work">The work; its result is the exit code.</param>
    /// <param name="error">Where the sentence is written.</param>
    /// <returns>The exit code of the work; 1 when the database or the port failed; 2 when a setting or a file cannot be used.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> work, TextWriter error)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is ImportException or InvalidDataException or OptionsValidationException
            or FileNotFoundException)
        {
            error.WriteLine(exception.Message);
            return Unusable;
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            foreach (Exception inner in exception.InnerExceptions)
                error.WriteLine(inner.Message);
            return Unusable;
        }
        catch (CryptographicException)
        {
            error.WriteLine(SecretVault.OtherKeys);
            return Unusable;
        }
        catch (DbException exception)
        {
            error.WriteLine(
                $"The database does not work: {exception.Message} Check the setting ConnectionStrings:Facility and the database server.");
            return Failed;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            error.WriteLine(
                $"The portal cannot listen: {exception.Message} Another program uses this port. Stop it, or choose another port with "
                + "--urls http://localhost:5180.");
            return Failed;
        }
    }
}
