import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Delivers one notification; Java 17 or newer, no libraries. */
public class Deliver {
  private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();
  private static Path folder;

  public static void main(String[] arguments) throws Exception {
    // The folder holds hub.json, ca.pem, and certificate and key for transport and for signing.
    folder = Path.of(arguments.length > 0 ? arguments[0] : ".");
    // From here on these bytes: what is signed is what is sent, and sent again when no answer came.
    byte[] body = batch(setting("hub")).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(setting("url") + "/notification-batches"))
            .header("Content-Type", "application/json")
            .header("Payload-Signature", sign(body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpClient client = HttpClient.newBuilder().sslContext(mutualTls()).build();
    var answer = client.send(request, BodyHandlers.ofString());
    System.out.println(answer.statusCode() + " " + answer.body());
    if (answer.statusCode() != 202) System.exit(1);
  }

  private static String batch(String hub) {
    byte[] nonce = new byte[32];
    new SecureRandom().nextBytes(nonce);
    return """
        {
          "hub": "%s",
          "operation": "submitNotificationBatch",
          "batchId": "%s",
          "createdAt": "%s",
          "nonce": "%s",
          "notifications": [{
            "notificationId": "%s",
            "creditorId": "00000099000000001000",
            "municipalityCode": "0034",
            "sector": "RENT",
            "kind": "EARLY",
            "crisis": false,
            "arrearsCents": 164250,
            "oldestDueOn": "%s",
            "reportedOn": "%s",
            "person": {"initials": "F.", "prefix": "van", "surname": "Voorbeeld"},
            "address": {"street": "Fictielaan", "postcode": "1315ZZ", "houseNumber": 12},
            "email": ["f.van.voorbeeld@post.example"],
            "attestations": {
              "personalContactOn": "%s",
              "pointedToDebtHelpOn": "%s",
              "writtenRemindersSent": 3,
              "offeredToShareOn": "%s",
              "noObjection": true,
              "currentCustomer": true,
              "noRunningArrangement": true,
              "naturalPerson": true
            }
          }]
        }
        """
        .formatted(
            hub,
            UUID.randomUUID(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            URL_SAFE.encodeToString(nonce),
            UUID.randomUUID(),
            ago(60),
            ago(0),
            ago(20),
            ago(20),
            ago(14));
  }

  private static LocalDate ago(int days) {
    return LocalDate.now(ZoneOffset.UTC).minusDays(days);
  }

  /** A detached JWS over the digest of the body: the payload profile of the Dutch API design rules. */
  private static String sign(byte[] body) throws Exception {
    PrivateKey key = privateKey("signing.key");
    boolean isRsa = key.getAlgorithm().equals("RSA");
    String header =
        """
        {"alg":"%s","x5t#S256":"%s","iat":%d,"typ":"vroegsignaal-request+jws","b64":false,\
        "crit":["sigD","b64"],\
        "sigD":{"mId":"http://uri.etsi.org/19182/HttpHeaders","pars":["digest"]}}"""
            .formatted(
                isRsa ? "PS256" : "ES256",
                URL_SAFE.encodeToString(sha256(chain("signing.pem")[0].getEncoded())),
                Instant.now().getEpochSecond());
    String encoded = URL_SAFE.encodeToString(header.getBytes(StandardCharsets.UTF_8));
    String digest = "digest: SHA-256=" + Base64.getEncoder().encodeToString(sha256(body));
    // A JWS wants the two numbers of an ECDSA signature side by side, not DER.
    Signature signature =
        Signature.getInstance(isRsa ? "RSASSA-PSS" : "SHA256withECDSAinP1363Format");
    if (isRsa) {
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    signature.initSign(key);
    signature.update((encoded + "." + digest).getBytes(StandardCharsets.US_ASCII));
    return encoded + ".." + URL_SAFE.encodeToString(signature.sign());
  }

  private static SSLContext mutualTls() throws Exception {
    char[] none = new char[0];
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry("transport", privateKey("transport.key"), none, chain("transport.pem"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, none);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (Certificate authority : chain("ca.pem")) {
      trusted.setCertificateEntry("authority-" + trusted.size(), authority);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static Certificate[] chain(String file) throws Exception {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(folder.resolve(file))));
    return certificates.toArray(new Certificate[0]);
  }

  private static PrivateKey privateKey(String file) throws Exception {
    String pem = Files.readString(folder.resolve(file));
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(der);
    String algorithm = chain(file.replace(".key", ".pem"))[0].getPublicKey().getAlgorithm();
    return KeyFactory.getInstance(algorithm).generatePrivate(key);
  }

  /** One text of hub.json; use a JSON library in earnest. */
  private static String setting(String name) throws Exception {
    var found =
        Pattern.compile("\"" + name + "\": *\"([^\"]+)\"")
            .matcher(Files.readString(folder.resolve("hub.json")));
    if (!found.find()) throw new IllegalStateException("hub.json has no " + name);
    return found.group(1);
  }

  private static byte[] sha256(byte[] data) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(data);
  }
}
