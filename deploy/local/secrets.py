# noqa: A005 (the setting is called SECRETS_DIR; imports are absolute everywhere)
"""The secrets of a local or test stand, made once: keys that sign, keys that seal, the demonstration password."""

import datetime
import ipaddress
import secrets
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

SERVICES = ("applicant", "training", "loans")
SYMMETRIC = {
    "applicant": ("kek", "audit_key", "index_key", "session_key"),
    "training": ("kek", "audit_key"),
    "loans": ("kek", "audit_key"),
}
SIGNING = {
    "applicant": ("token_applicant.pem", "gateway.pem"),
    "training": ("token_training.pem", "certificate.pem"),
    "loans": ("token_loans.pem",),
}
KEY_LENGTH = 32


def make(folder: Path) -> None:
    """Make what is missing under `folder/<service>/`: Ed25519 PEMs and 32 random bytes each, files of mode 0400.

    What is there is never replaced: a new key could not open what the old one sealed.
    """
    for service in SERVICES:
        home = folder / service
        for name in SYMMETRIC[service]:
            _keep(home / name, secrets.token_bytes(KEY_LENGTH))
        for name in SIGNING[service]:
            if not (home / name).exists():
                _keep(home / name, _private_pem(Ed25519PrivateKey.generate()))
    _publish(folder)


def _publish(folder: Path) -> None:
    """Give every service the public keys of all."""
    issuers = {service: folder / service / f"token_{service}.pem" for service in SERVICES}
    issuers["gateway"] = folder / "applicant" / "gateway.pem"
    for name, private in issuers.items():
        key = serialization.load_pem_private_key(private.read_bytes(), password=None).public_key()
        pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        for service in SERVICES:
            _keep(folder / service / "public" / f"{name}.pem", pem)


def password(data: Path) -> str:
    """Return the one password of all demonstration accounts, made on first use and kept in `demo-password`."""
    file = data / "demo-password"
    _keep(file, f"{secrets.token_hex(3)}-{secrets.token_hex(3)}-{secrets.token_hex(3)}\n".encode())
    return file.read_text().strip()


def certificate(folder: Path, public_url: str) -> Path:
    """Return a PEM file with a private key and a self-signed certificate for localhost and the public address."""
    host = urlsplit(public_url).hostname or "localhost"
    file = folder / f"tls-{host}.pem"
    if not file.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        _keep(file, _private_pem(key) + _self_signed(key, host).public_bytes(serialization.Encoding.PEM))
    return file


def _self_signed(key: ec.EllipticCurvePrivateKey, host: str) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Jinguo local {host}")])
    names = [_general(each) for each in sorted({host, "localhost", "127.0.0.1", socket.gethostname()})]
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=397))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _private_pem(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _keep(file: Path, content: bytes) -> None:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.write_bytes(content)
        file.chmod(0o400)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    password(Path(sys.argv[1]).parent)
