import hashlib
import json
import secrets
import ssl
import sys
import time
import uuid
from base64 import b64encode
from datetime import datetime, timedelta, timezone
from pathlib import Path

import requests
from jwcrypto.common import JWSEHeaderParameter, base64url_decode, base64url_encode
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

# The folder holds hub.json, ca.pem, and certificate and key for transport and for signing.
folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
hub = json.loads((folder / "hub.json").read_text())
now = datetime.now(timezone.utc)


def ago(days: int) -> str:
    return (now - timedelta(days=days)).strftime("%Y-%m-%d")


batch = {
    "hub": hub["hub"],
    "operation": "submitNotificationBatch",
    "batchId": str(uuid.uuid4()),
    "createdAt": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "nonce": base64url_encode(secrets.token_bytes(32)),
    "notifications": [
        {
            "notificationId": str(uuid.uuid4()),
            "creditorId": "00000099000000001000",
            "municipalityCode": "0034",
            "sector": "RENT",
            "kind": "EARLY",
            "crisis": False,
            "arrearsCents": 164250,
            "oldestDueOn": ago(60),
            "reportedOn": ago(0),
            "person": {"initials": "F.", "prefix": "van", "surname": "Voorbeeld"},
            "address": {"street": "Fictielaan", "postcode": "1315ZZ", "houseNumber": 12},
            "email": ["f.van.voorbeeld@post.example"],
            "attestations": {
                "personalContactOn": ago(20),
                "pointedToDebtHelpOn": ago(20),
                "writtenRemindersSent": 3,
                "offeredToShareOn": ago(14),
                "noObjection": True,
                "currentCustomer": True,
                "noRunningArrangement": True,
                "naturalPerson": True,
            },
        }
    ],
}
# From here on these bytes: what is signed is what is sent, and sent again when no answer came.
body = json.dumps(batch).encode()

# sigD (JAdES) says that the signature covers the digest of the body; jwcrypto has to be told so.
KNOWN = {"sigD": JWSEHeaderParameter("what is signed", False, True, None)}
SIG_D = {"mId": "http://uri.etsi.org/19182/HttpHeaders", "pars": ["digest"]}


def digest_line(data: bytes) -> str:
    return "digest: SHA-256=" + b64encode(hashlib.sha256(data).digest()).decode()


def certificate_digest() -> str:
    first, end, _ = (folder / "signing.pem").read_text().partition("-----END CERTIFICATE-----")
    der = ssl.PEM_cert_to_DER_cert(first + end + "\n")
    return base64url_encode(hashlib.sha256(der).digest())


def sign(data: bytes) -> str:
    key = JWK.from_pem((folder / "signing.key").read_bytes())
    header = {
        "alg": "PS256" if key["kty"] == "RSA" else "ES256",
        "x5t#S256": certificate_digest(),
        "iat": int(time.time()),
        "typ": "vroegsignaal-request+jws",
        "b64": False,
        "crit": ["sigD", "b64"],
        "sigD": SIG_D,
    }
    jws = JWS(digest_line(data), header_registry=KNOWN)
    jws.allowed_algs = ["PS256", "ES256"]
    jws.add_signature(key, None, json.dumps(header))
    jws.detach_payload()
    return jws.serialize(compact=True)


def verify(data: bytes, signature: str, typ: str) -> None:
    protected, _, tag = signature.split(".")
    header = json.loads(base64url_decode(protected))
    key = next(JWK(**jwk) for jwk in hub["keys"] if jwk["kid"] == header["kid"])
    jws = JWS(header_registry=KNOWN)
    jws.allowed_algs = ["ES256"]
    whole = {"protected": protected, "payload": digest_line(data), "signature": tag}
    jws.deserialize(json.dumps(whole))
    jws.verify(key)
    if header["typ"] != typ:
        raise ValueError("the signature is one of another kind")


answer = requests.post(
    hub["url"] + "/notification-batches",
    data=body,
    headers={"Content-Type": "application/json", "Payload-Signature": sign(body)},
    cert=(str(folder / "transport.pem"), str(folder / "transport.key")),
    verify=str(folder / "ca.pem"),
    timeout=60,
)
if answer.status_code != 202:
    problem = answer.json()
    sys.exit(f"{problem['code']} {problem['detail']}\n{problem['type']}")
verify(answer.content, answer.headers["Payload-Signature"], "vroegsignaal-receipt+jws")
receipt = answer.json()
assert receipt["bodyDigest"] == hashlib.sha256(body).hexdigest()
print(receipt["counts"])
