"""Addresses of built files under /static/, each with its content hash so that a browser may keep it for ever."""

import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"


@cache
def _hashes() -> dict[str, str]:
    manifest = STATIC / "manifest.json"
    return dict(json.loads(manifest.read_text("utf-8"))) if manifest.exists() else {}


def asset(name: str) -> str:
    """Address of a built file: `/static/staff.css?v=0a1b2c3d4e`; without a build, the bare address."""
    version = _hashes().get(name)
    return f"/static/{name}?v={version}" if version else f"/static/{name}"
