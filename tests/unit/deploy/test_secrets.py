"""Secrets of a local stand are made once, readable by the owner only, and never replaced."""

import stat
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from deploy.local import secrets


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_each_service_has_its_own_keys_and_the_public_keys_of_all(tmp_path: Path):
    secrets.make(tmp_path)
    files = everything(tmp_path)
    public = {f"public/{name}.pem" for name in ("applicant", "training", "loans", "gateway")}
    expected = {
        "applicant": {"kek", "audit_key", "index_key", "session_key", "token_applicant.pem", "gateway.pem"},
        "training": {"kek", "audit_key", "token_training.pem", "certificate.pem"},
        "loans": {"kek", "audit_key", "token_loans.pem"},
    }
    assert files.keys() == {f"{name}/{file}" for name, own in expected.items() for file in own | public}
    keys = [content for name, content in files.items() if not name.endswith(".pem")]
    assert {len(key) for key in keys} == {32}
    assert len(set(keys)) == len(keys)


def test_a_public_key_belongs_to_its_private_key(tmp_path: Path):
    secrets.make(tmp_path)
    signature = load_pem_private_key((tmp_path / "applicant" / "gateway.pem").read_bytes(), None).sign(b"x")
    load_pem_public_key((tmp_path / "loans" / "public" / "gateway.pem").read_bytes()).verify(signature, b"x")


def test_only_the_owner_may_read_them(tmp_path: Path):
    secrets.make(tmp_path)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.rglob("*") if file.is_file()}
    assert modes == {0o400}


def test_a_second_start_keeps_every_key_and_the_password(tmp_path: Path):
    secrets.make(tmp_path)
    word = secrets.password(tmp_path)
    before = everything(tmp_path)
    secrets.make(tmp_path)
    assert secrets.password(tmp_path) == word
    assert everything(tmp_path) == before


def test_a_local_certificate_names_the_public_address(tmp_path: Path):
    pem = secrets.certificate(tmp_path, "https://jinguo.example:8443")
    assert "PRIVATE KEY" in pem.read_text()
    assert "BEGIN CERTIFICATE" in pem.read_text()
    assert pem == secrets.certificate(tmp_path, "https://jinguo.example:8443")
