using Microsoft.VisualStudio.TestTools.UnitTesting;

// Two classes of tests at a time. A class that changes something of the whole process has [DoNotParallelize].
[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.ClassLevel)]
