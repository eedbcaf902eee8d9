using LockFirmware.DeviceCosts.Heap;
using LockFirmware.DeviceCosts.Run;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace LockFirmware.DeviceCosts.Build;

/// <summary>
/// Puts calls of <see cref="Meter"/> into an assembly: at the beginning and the end of each method, at the beginning of each block of
/// instructions, and behind each instruction that allocates. Numbers go on from one assembly to the next.
/// </summary>
internal sealed class Instrumenter
{
    private readonly List<MethodCost> _methods = [];
    private readonly List<BlockCost> _blocks = [];

    internal IReadOnlyList<MethodCost> Methods => _methods;

    internal IReadOnlyList<BlockCost> Blocks => _blocks;

    /// <summary>Static fields of the assemblies that were instrumented, without constants.</summary>
    internal int StaticFields { get; private set; }

    internal byte[] Instrument(byte[] assembly)
    {
        using MemoryStream input = new(assembly);
        using ModuleDefinition module = ModuleDefinition.ReadModule(input);
        Hooks hooks = new(module);
        foreach (TypeDefinition type in module.GetTypes())
        {
            StaticFields += type.Fields.Count(field => field.IsStatic && !field.IsLiteral);
            foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody))
                Instrument(method, hooks);
        }
        using MemoryStream output = new();
        module.Write(output);
        return output.ToArray();
    }

    private void Instrument(MethodDefinition method, Hooks hooks)
    {
        int number = _methods.Count;
        _methods.Add(new MethodCost(
            $"{method.DeclaringType.Name}.{method.Name}", HeapLayout.Frame(method.Body.Variables.Count, method.Body.MaxStackSize)));
        method.Body.SimplifyMacros();
        ILProcessor code = method.Body.GetILProcessor();
        List<(Instruction Leader, BlockCost Block)> leaders = Leaders(method, [.. method.Body.Instructions], number);
        foreach (Instruction instruction in method.Body.Instructions.ToArray())
            NoteAllocation(code, instruction, hooks);
        foreach (Instruction end in method.Body.Instructions.Where(instruction => instruction.OpCode == OpCodes.Ret).ToArray())
            Prepend(code, end, OpCodes.Ldc_I4, number, code.Create(OpCodes.Call, hooks.Leave));
        foreach ((Instruction leader, BlockCost block) in leaders)
        {
            Prepend(code, leader, OpCodes.Ldc_I4, _blocks.Count, code.Create(OpCodes.Call, hooks.Count));
            _blocks.Add(block);
        }
        bool hasThis = !method.IsStatic && !method.DeclaringType.IsValueType;
        Instruction first = method.Body.Instructions[0];
        code.InsertBefore(first, hasThis ? code.Create(OpCodes.Ldarg, method.Body.ThisParameter) : code.Create(OpCodes.Ldnull));
        code.InsertBefore(first, code.Create(OpCodes.Ldc_I4, number));
        code.InsertBefore(first, code.Create(OpCodes.Call, hooks.Enter));
        method.Body.OptimizeMacros();
    }

    /// <summary>The first instruction of each block, and what the block costs.</summary>
    private static List<(Instruction Leader, BlockCost Block)> Leaders(MethodDefinition method, Instruction[] code, int number)
    {
        HashSet<Instruction> leaders = [code[0]];
        foreach (Instruction instruction in code)
        {
            if (instruction.Operand is Instruction target)
                leaders.Add(target);
            else if (instruction.Operand is Instruction[] targets)
                leaders.UnionWith(targets);
            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch && instruction.Next != null)
                leaders.Add(instruction.Next);
        }
        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
        {
            leaders.Add(handler.TryStart);
            leaders.Add(handler.HandlerStart);
            if (handler.FilterStart != null)
                leaders.Add(handler.FilterStart);
            if (handler.HandlerEnd != null)
                leaders.Add(handler.HandlerEnd);
        }
        List<(Instruction, BlockCost)> blocks = [];
        for (int start = 0; start < code.Length;)
        {
            int end = start + 1;
            while (end < code.Length && !leaders.Contains(code[end]))
                end++;
            blocks.Add((code[start], new BlockCost(number, end - start, code[start..end].Count(IsCall))));
            start = end;
        }
        return blocks;
    }

    private static bool IsCall(Instruction instruction) =>
        instruction.OpCode == OpCodes.Call || instruction.OpCode == OpCodes.Callvirt || instruction.OpCode == OpCodes.Newobj;

    private static void NoteAllocation(ILProcessor code, Instruction instruction, Hooks hooks)
    {
        bool allocates = instruction.OpCode.Code switch
        {
            Code.Newarr or Code.Box => true,
            Code.Newobj => !((MethodReference)instruction.Operand).DeclaringType.IsValueType
                && !hooks.IsOfModel((MethodReference)instruction.Operand),
            Code.Call or Code.Callvirt => hooks.MakesText((MethodReference)instruction.Operand),
            _ => false,
        };
        if (!allocates)
            return;
        Instruction copy = code.Create(OpCodes.Dup);
        code.InsertAfter(instruction, copy);
        code.InsertAfter(copy, code.Create(OpCodes.Call, hooks.Allocated));
    }

    /// <summary>
    /// Puts two instructions before one. The first takes its place as an object, so that branches and handlers lead to it.
    /// </summary>
    /// <returns>The object that the instruction is afterwards.</returns>
    private static Instruction Prepend(ILProcessor code, Instruction place, OpCode first, object operand, Instruction second)
    {
        Instruction moved = code.Create(OpCodes.Nop);
        (moved.OpCode, moved.Operand) = (place.OpCode, place.Operand);
        (place.OpCode, place.Operand) = (first, operand);
        code.InsertAfter(place, second);
        code.InsertAfter(second, moved);
        return moved;
    }

    private sealed class Hooks(ModuleDefinition module)
    {
        private readonly string _model = typeof(Meter).Assembly.GetName().Name!;

        internal MethodReference Count { get; } = module.ImportReference(typeof(Meter).GetMethod(nameof(Meter.Count)));

        internal MethodReference Enter { get; } = module.ImportReference(typeof(Meter).GetMethod(nameof(Meter.Enter)));

        internal MethodReference Leave { get; } = module.ImportReference(typeof(Meter).GetMethod(nameof(Meter.Leave)));

        internal MethodReference Allocated { get; } = module.ImportReference(typeof(Meter).GetMethod(nameof(Meter.Allocated)));

        /// <summary>The model notes its own allocations.</summary>
        internal bool IsOfModel(MethodReference method) => method.DeclaringType.Scope.Name == _model;

        /// <summary>Whether a method of the runtime returns a new string.</summary>
        internal static bool IsText(TypeReference type) => type.FullName == "System.String";

        internal bool MakesText(MethodReference method) =>
            IsText(method.ReturnType) && method.DeclaringType.Namespace == "System" && !IsOfModel(method);
    }
}
