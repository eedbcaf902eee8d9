namespace LockFirmware.Facility.Demo;

internal sealed class DemoRun
{
    public Task MakeAsync() => Task.CompletedTask;
}
