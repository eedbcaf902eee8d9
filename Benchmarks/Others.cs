using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LockFirmware.Benchmarks;

/// <summary>What other designs do for each opening, with the code of the platform and of common libraries.</summary>
internal sealed class Others
{
    private const int SignedSize = 150;
    private const string Issuer = "facility-7";
    private const string Audience = "lock-4711";

    private readonly ECDsa _first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _signed = RandomNumberGenerator.GetBytes(SignedSize);
    private readonly byte[] _firstSignature;
    private readonly byte[] _secondSignature;
    private readonly JsonWebTokenHandler _handler = new();
    private readonly string _hs256;
    private readonly string _es256;
    private readonly TokenValidationParameters _hs256Rules;
    private readonly TokenValidationParameters _es256Rules;

    internal Others()
    {
        _firstSignature = _first.SignData(_signed, HashAlgorithmName.SHA256);
        _secondSignature = _second.SignData(_signed, HashAlgorithmName.SHA256);
        SymmetricSecurityKey shared = new(RandomNumberGenerator.GetBytes(32));
        ECDsaSecurityKey signing = new(_first);
        _hs256 = NewToken(new SigningCredentials(shared, SecurityAlgorithms.HmacSha256));
        _es256 = NewToken(new SigningCredentials(signing, SecurityAlgorithms.EcdsaSha256));
        _hs256Rules = NewRules(shared);
        _es256Rules = NewRules(signing);
        if (!VerifyTwoSignatures() || !ValidateHs256() || !ValidateEs256())
            throw new InvalidOperationException("What others verify must be valid, or they would be measured refusing.");
    }

    /// <summary>Verifies two ECDSA P-256 signatures over 150 bytes: one of the issuer and one of the phone.</summary>
    internal bool VerifyTwoSignatures() =>
        _first.VerifyData(_signed, _firstSignature, HashAlgorithmName.SHA256)
        && _second.VerifyData(_signed, _secondSignature, HashAlgorithmName.SHA256);

    /// <summary>Validates a JSON Web Token under a shared secret.</summary>
    internal bool ValidateHs256() => Validate(_hs256, _hs256Rules);

    /// <summary>Validates a JSON Web Token signed with ECDSA P-256.</summary>
    internal bool ValidateEs256() => Validate(_es256, _es256Rules);

    private bool Validate(string token, TokenValidationParameters rules) =>
        _handler.ValidateTokenAsync(token, rules).GetAwaiter().GetResult().IsValid;

    private string NewToken(SigningCredentials credentials) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        Expires = DateTime.UtcNow.AddDays(1),
        Claims = new Dictionary<string, object> { ["sub"] = "10", ["jti"] = "100", ["rights"] = 1 },
        SigningCredentials = credentials,
    });

    private static TokenValidationParameters NewRules(SecurityKey key) => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = key,
    };
}
