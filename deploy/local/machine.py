"""Is this a machine the run is made for, and what is missing on it: programs, libraries, versions."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from deploy.local.console import Stop, step

ELSEWHERE = "On another system use: docker compose up (see README)."
LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")
POLICY = Path("/usr/sbin/policy-rc.d")
MODULE = "module "  # of the Python that runs this


@dataclass(frozen=True)
class Need:
    """A program, file or module of Python, and the Debian package that brings it."""

    what: str
    package: str

    def there(self) -> bool:
        """Tell whether it is on this machine, from wherever it came."""
        if self.what.startswith("/"):
            return Path(self.what).exists()
        if self.what.startswith(MODULE):
            return importlib.util.find_spec(self.what.removeprefix(MODULE)) is not None
        path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
        return shutil.which(self.what, path=path) is not None


FONTS = Need("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk")
_TO_RUN = (
    Need(f"{MODULE}ensurepip", "python3-venv"),
    Need("nginx", "nginx-light"),
    Need("java", "default-jre-headless"),
    Need("mvn", "maven"),
    Need("node", "nodejs"),
    Need("npm", "npm"),
    Need(f"{LIBRARIES}/libcurl.so.4", "libcurl4"),  # mongod's
    Need(f"{LIBRARIES}/libpango-1.0.so.0", "libpango-1.0-0"),
    Need(f"{LIBRARIES}/libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    FONTS,
)
_TO_TEST = (
    *_TO_RUN,
    Need("chromium-headless-shell", "chromium-headless-shell"),
    Need(f"{LIBRARIES}/libatomic.so.1", "libatomic1"),  # of the node that playwright brings
    Need("kcat", "kcat"),
    Need("pdftotext", "poppler-utils"),
    Need("zbarimg", "zbar-tools"),
)
_TO_TELL = (*_TO_TEST, Need("soffice", "libreoffice-calc-nogui"))  # hundreds of megabytes: not for every make test
NEEDS = {"run": _TO_RUN, "test": _TO_TEST, "stories": _TO_TELL}


def check_system() -> None:
    """Raise Stop with a sentence when this is not a system the run is made for."""
    if platform.machine() != "x86_64":
        raise Stop(f"This processor is {platform.machine()}; the mongod of the local run is x86-64. {ELSEWHERE}")
    system = _os_release()
    if (system.get("ID"), system.get("VERSION_ID")) not in {("debian", "12"), ("debian", "13")}:
        name = system.get("PRETTY_NAME", platform.system())
        raise Stop(f"This is {name}; make run and make test are made for Debian 12 and 13. {ELSEWHERE}")
    if sys.version_info < (3, 11):  # noqa: UP036  # this file runs before anything has checked
        raise Stop(f"Python {platform.python_version()} is too old: 3.11 or newer, as Debian's python3 is.")


def _os_release() -> dict[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def install(needs: Iterable[Need]) -> None:
    """Install with apt what is missing; raises Stop when that needs root or fails."""
    missing = [need.package for need in needs if not need.there()]
    if not missing:
        return
    command = f"apt-get install --no-install-recommends {' '.join(missing)}"
    if os.geteuid() != 0:
        raise Stop(
            f"Some packages are missing and only root can install them. Run this and try again:\n  sudo {command}"
        )
    with step(f"apt: {', '.join(missing)}"):
        _apt("update", "-qq")
        _apt("install", "-y", "-qq", "--no-install-recommends", *missing)


def _apt(*arguments: str) -> None:
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    ours = not POLICY.exists()
    if ours:  # else Debian starts its own nginx on port 80
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        command = ["apt-get", "-o", "Dpkg::Use-Pty=0", *arguments]
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    finally:
        if ours:
            POLICY.unlink(missing_ok=True)
    if done.returncode:
        raise Stop(f"apt-get {arguments[0]} failed:\n{tail(done.stdout + done.stderr)}")


def check_versions() -> None:
    """Raise Stop when Java or Node is older than what Kafka and the page build need."""
    _at_least("Java", java_version(), 17, "apt-get install default-jre-headless")
    _at_least("Node", said(["node", "--version"]), 18, "apt-get install nodejs")


@cache
def java_version() -> str:
    """Return the line of `java -version` that names the version (options it picked up may stand before it)."""
    return next((line for line in said(["java", "-version"]).splitlines() if ' version "' in line), "")


def _at_least(name: str, said: str, least: int, remedy: str) -> None:
    number = re.search(r"(\d+)(?:\.(\d+))?", said)
    found = int(number[2] if number and number[1] == "1" and number[2] else number[1]) if number else 0
    if found < least:
        raise Stop(f"{name} here is {said.strip()!r}; {least} or newer is needed: {remedy}")


def said(command: list[str]) -> str:
    """Return what a program prints, whatever its exit code."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def tail(text: str, lines: int = 15) -> str:
    """Return the last lines of a program's output."""
    return "\n".join(text.splitlines()[-lines:])
