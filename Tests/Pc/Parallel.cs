using Microsoft.VisualStudio.TestTools.UnitTesting;

// Two test classes run at a time. A class that changes something of the whole process has [DoNotParallelize].
[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.ClassLevel)]
