using System.Diagnostics;

// A variable keeps its object to the end of the method, as on the device. Optimized code lets go earlier, and the runtime optimizes a
// method whenever it finds the time, so two counts could differ. Without Default the runtime optimizes all the same.
[assembly: Debuggable(DebuggableAttribute.DebuggingModes.Default | DebuggableAttribute.DebuggingModes.DisableOptimizations)]
