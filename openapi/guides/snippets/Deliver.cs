using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

// Delivers one notification; .NET 8 or newer, no libraries.
// The folder holds hub.json, ca.pem, and certificate and key for transport and for signing.
var folder = args.Length > 0 ? args[0] : ".";
var hub = JsonDocument.Parse(File.ReadAllText(In("hub.json"))).RootElement;

string In(string file) => Path.Combine(folder, file);
// "O" and "s" read the same in every culture and calendar; other formats do not.
string Ago(int days) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-days).ToString("O");
string UrlSafe(byte[] data) =>
    Convert.ToBase64String(data).Replace('+', '-').Replace('/', '_').TrimEnd('=');

var batch = new
{
    hub = hub.GetProperty("hub").GetString(),
    operation = "submitNotificationBatch",
    batchId = Guid.NewGuid(),
    createdAt = DateTime.UtcNow.ToString("s") + "Z",
    nonce = UrlSafe(RandomNumberGenerator.GetBytes(32)),
    notifications = new[]
    {
        new
        {
            notificationId = Guid.NewGuid(),
            creditorId = "00000099000000001000",
            municipalityCode = "0034",
            sector = "RENT",
            kind = "EARLY",
            crisis = false,
            arrearsCents = 164250,
            oldestDueOn = Ago(60),
            reportedOn = Ago(0),
            person = new { initials = "F.", prefix = "van", surname = "Voorbeeld" },
            address = new { street = "Fictielaan", postcode = "1315ZZ", houseNumber = 12 },
            email = new[] { "f.van.voorbeeld@post.example" },
            attestations = new
            {
                personalContactOn = Ago(20),
                pointedToDebtHelpOn = Ago(20),
                writtenRemindersSent = 3,
                offeredToShareOn = Ago(14),
                noObjection = true,
                currentCustomer = true,
                noRunningArrangement = true,
                naturalPerson = true,
            },
        },
    },
};
// From here on these bytes: what is signed is what is sent, and sent again when no answer came.
var body = JsonSerializer.SerializeToUtf8Bytes(batch);

using var client = new HttpClient(MutualTls());
var content = new ByteArrayContent(body);
content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
var request = new HttpRequestMessage(
    HttpMethod.Post,
    hub.GetProperty("url").GetString() + "/notification-batches")
{
    Content = content,
};
request.Headers.Add("Payload-Signature", Sign(body));
var answer = await client.SendAsync(request);
Console.WriteLine($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
return (int)answer.StatusCode == 202 ? 0 : 1;

// A detached JWS over the digest of the body: the payload profile of the Dutch API design rules.
string Sign(byte[] data)
{
    using var certificate =
        X509Certificate2.CreateFromPemFile(In("signing.pem"), In("signing.key"));
    using var rsa = certificate.GetRSAPrivateKey();
    using var ecdsa = certificate.GetECDsaPrivateKey();
    var header = new Dictionary<string, object>
    {
        ["alg"] = rsa is null ? "ES256" : "PS256",
        ["x5t#S256"] = UrlSafe(SHA256.HashData(certificate.RawData)),
        ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["typ"] = "vroegsignaal-request+jws",
        ["b64"] = false,
        ["crit"] = new[] { "sigD", "b64" },
        ["sigD"] = new
        {
            mId = "http://uri.etsi.org/19182/HttpHeaders",
            pars = new[] { "digest" },
        },
    };
    var encoded = UrlSafe(JsonSerializer.SerializeToUtf8Bytes(header));
    var digest = "digest: SHA-256=" + Convert.ToBase64String(SHA256.HashData(data));
    var input = Encoding.ASCII.GetBytes($"{encoded}.{digest}");
    // SignData of an EC key puts the two numbers side by side, as a JWS wants them.
    var signature = rsa is null
        ? ecdsa!.SignData(input, HashAlgorithmName.SHA256)
        : rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    return $"{encoded}..{UrlSafe(signature)}";
}

SocketsHttpHandler MutualTls()
{
    var authorities = new X509Certificate2Collection();
    authorities.ImportFromPemFile(In("ca.pem"));
    var chain = new X509Certificate2Collection();
    chain.ImportFromPemFile(In("transport.pem"));
    using var own = X509Certificate2.CreateFromPemFile(In("transport.pem"), In("transport.key"));
    // Windows connects only with keys that it has stored, and a PKCS #12 file makes it store one.
    var usable = new X509Certificate2(own.Export(X509ContentType.Pkcs12));
    var policy = new X509ChainPolicy
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
    };
    policy.CustomTrustStore.AddRange(authorities);
    return new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = SslStreamCertificateContext.Create(usable, chain, offline: true),
            CertificateChainPolicy = policy,
        },
    };
}
