using System.Text;
using QRCoder;

namespace LockFirmware.Facility.Features.Users;

/// <summary>A QR code as a picture in the page itself: nothing of it is stored, and no other address has it.</summary>
internal static class QrPicture
{
    private const int ModuleSize = 4;

    /// <summary>The address of the picture, for the attribute src of an image.</summary>
    /// <param name="text">What the code says.</param>
    public static string Of(string text)
    {
        using QRCodeGenerator generator = new();
        using QRCodeData code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using SvgQRCode picture = new(code);
        return $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(picture.GetGraphic(ModuleSize)))}";
    }
}
