using System.Text;
using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>
/// Everything that a program can log, at every level, whatever its settings say, with the parameters of the database's
/// commands.
/// </summary>
internal sealed class EveryLog : ILoggerProvider, ILogger
{
    private readonly StringBuilder _text = new();

    /// <summary>All of it: messages, the values in them, exceptions, scopes.</summary>
    public string Text
    {
        get
        {
            lock (_text)
                return _text.ToString();
        }
    }

    /// <summary>Adds it to the program.</summary>
    public void AddTo(IServiceCollection services)
    {
        services.AddLogging(logging => logging.AddProvider(this).AddFilter<EveryLog>(null, LogLevel.Trace));
        services.ConfigureDbContext<FacilityDb>(options => options.EnableSensitiveDataLogging().EnableDetailedErrors());
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        Add(state);
        return null;
    }

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (_text)
            _text.AppendLine(formatter(state, exception)).Append(exception);
        Add(state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Add<TState>(TState state)
    {
        lock (_text)
        {
            _text.AppendLine();
            if (state is not IEnumerable<KeyValuePair<string, object?>> values)
            {
                _text.Append(state);
                return;
            }
            foreach ((string name, object? value) in values)
                _text.Append(name).Append('=').Append(value is byte[] bytes ? Convert.ToHexString(bytes) : value).Append(' ');
        }
    }
}
