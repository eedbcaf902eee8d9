using LockFirmware.ImageSize;

const string Usage =
    "usage: image-size [BOARD | ASSEMBLY...]   BOARD: a folder of boards, otherwise esp32-c3; ASSEMBLY: a .dll or .exe of a device build";

if (args is ["--help" or "-h"])
{
    Console.WriteLine(Usage);
    return 0;
}
ImageTables[] images;
if (args.Any(File.Exists))
{
    images = [.. args.Select(Open)];
}
else
{
    string board = args.FirstOrDefault("esp32-c3");
    string? root = Root();
    if (args.Length > 1 || root == null || !File.Exists(Path.Combine(root, "boards", board, "Board.cs")))
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
    images = [Firmware.Image(root, board)];
}

Console.WriteLine($"{"bytes",-16}{"names",9}{"literals",9}{"code",9}{"tables",9}{"rest",9}{"image",9}{"RAM",9}");
foreach (ImageTables image in images)
    Print(image.Name, image.NameBytes, image.LiteralBytes, image.CodeBytes, image.TableBytes, image.ImageBytes, image.RamBytes);
Print(
    "together", images.Sum(one => one.NameBytes), images.Sum(one => one.LiteralBytes), images.Sum(one => one.CodeBytes),
    images.Sum(one => one.TableBytes), images.Sum(one => one.ImageBytes), images.Sum(one => one.RamBytes));
return 0;

static void Print(string name, int names, int literals, int code, int tables, int image, int ram) => Console.WriteLine(
    $"{name,-16}{names,9:N0}{literals,9:N0}{code,9:N0}{tables,9:N0}{image - names - literals - code - tables,9:N0}{image,9:N0}{ram,9:N0}");

static ImageTables Open(string path)
{
    using FileStream file = File.OpenRead(path);
    return ImageReader.Read(file);
}

static string? Root()
{
    DirectoryInfo? folder = new(Environment.CurrentDirectory);
    while (folder != null && !File.Exists(Path.Combine(folder.FullName, "LockFirmware.sln")))
        folder = folder.Parent;
    return folder?.FullName;
}
