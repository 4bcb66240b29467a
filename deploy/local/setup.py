"""Everything that is done once: packages, Python and Node libraries, pages, Kafka's jars; standard library only."""

import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.local import archive, machine
from deploy.local.console import Stop, done
from deploy.local.places import KAFKA_ARCHIVE, KAFKA_LIBS, PYTHON, ROOT, STAMPS, STATIC, VENV
from deploy.local.stamps import Stamp, fingerprint

TO_TEST = ("requirements.txt", "requirements-local.txt", "requirements-dev.txt")
REQUIREMENTS = {
    "run": ("requirements.txt", "requirements-local.txt"),
    "test": TO_TEST,
    "stories": TO_TEST,
}
FRONTEND = ROOT / "frontend"
LOCKED = [FRONTEND / name for name in ("package.json", "package-lock.json", ".npmrc")]
POM = ROOT / "deploy" / "local" / "jars" / "pom.xml"
TRANSLATIONS = ROOT / "shared" / "web" / "translations"
CODE = ("deploy", "services", "shared", "simulator")


@dataclass(frozen=True)
class Step:
    """Something done once for certain inputs. `result` is what must be there afterwards."""

    name: str
    inputs: Sequence[Path]
    words: Sequence[str]
    do: Callable[[], None]
    result: Path

    def once(self) -> None:
        """Do it unless it was done."""
        if self.was_done():
            return
        began = time.monotonic()
        self.do()
        self._stamp().put(self._now())
        done(self.name, time.monotonic() - began)

    def was_done(self) -> bool:
        """Tell whether it was done with the same inputs and its result is still there."""
        return self.result.exists() and self._stamp().says(self._now())

    def _stamp(self) -> Stamp:
        return Stamp(STAMPS / re.sub(r"\W+", "-", self.name))

    def _now(self) -> str:
        return fingerprint(self.inputs, *self.words)


def set_up(purpose: str) -> None:
    """Make the machine and the checkout ready for "run", "test" or "stories"; raises Stop with what to do."""
    machine.check_system()
    machine.install(machine.NEEDS[purpose])
    machine.check_versions()
    with ThreadPoolExecutor(3) as pool:  # they wait for the network, not for each other
        parts = [pool.submit(_python, purpose), pool.submit(_pages), pool.submit(_kafka)]
    for part in parts:
        part.result()


def _python(purpose: str) -> None:
    Step("Python environment", [], [str(VENV), sys.version], _make_venv, PYTHON).once()
    if not (purpose == "run" and _packages("test").was_done()):
        _packages(purpose).once()
    Step("translations", sorted(TRANSLATIONS.rglob("*.po")), [], _compile_words, VENV).once()
    Step("bytecode", [], [sys.version], _compile_code, VENV).once()


def _packages(purpose: str) -> Step:
    files = [ROOT / name for name in REQUIREMENTS[purpose]]
    name = "Python packages" if purpose == "run" else "Python packages with those for tests"
    return Step(name, files, [], lambda: _pip(files), VENV / "bin" / "gunicorn")


def _make_venv() -> None:
    same = PYTHON.exists() and machine.said([str(PYTHON), "--version"]) == f"Python {platform.python_version()}\n"
    if same and (VENV / "bin" / "pip").exists():  # a venv that was broken off has a Python and no pip
        return
    shutil.rmtree(VENV, ignore_errors=True)
    _command("The Python environment", [sys.executable, "-m", "venv", str(VENV)])


def _pip(files: Sequence[Path]) -> None:
    chosen = [part for file in files for part in ("-r", str(file))]
    quiet = ["-q", "--disable-pip-version-check", "--no-input"]
    _command("Installing Python packages", [str(PYTHON), "-m", "pip", "install", *quiet, "--require-hashes", *chosen])


def _compile_words() -> None:
    if TRANSLATIONS.exists():
        _command("Compiling translations", [str(VENV / "bin" / "pybabel"), "-q", "compile", "-d", str(TRANSLATIONS)])


def _compile_code() -> None:
    _command("Compiling bytecode", [str(PYTHON), "-m", "compileall", "-q", *CODE])


def _pages() -> None:
    Step("Node packages", LOCKED, [], lambda: _npm("ci", "--ignore-scripts"), FRONTEND / "node_modules").once()
    sources = [path for path in sorted(FRONTEND.iterdir()) if path.name != "node_modules"]
    Step("pages: styles, scripts, division list", sources, [], lambda: _npm("run", "build"), STATIC).once()


def _npm(*arguments: str) -> None:
    _command(f"npm {arguments[0]}", ["npm", *arguments, "--silent"], FRONTEND)


def _kafka() -> None:
    Step("Kafka's jars", [POM], [], _copy_jars, KAFKA_LIBS).once()
    words = [machine.java_version(), str(KAFKA_LIBS)]
    Step("Kafka's class archive, so that it starts faster", [POM], words, archive.make, KAFKA_ARCHIVE).once()


def _copy_jars() -> None:
    fresh = KAFKA_LIBS.with_name("libs.new")
    shutil.rmtree(fresh, ignore_errors=True)
    maven = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", "-DincludeScope=runtime"]
    _command("Fetching Kafka", [*maven, f"-DoutputDirectory={fresh}"])
    shutil.rmtree(KAFKA_LIBS, ignore_errors=True)
    fresh.rename(KAFKA_LIBS)


def _command(what: str, command: Sequence[str], folder: Path = ROOT) -> None:
    try:
        ended = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        raise Stop(f"{what} failed: {command[0]} is not installed.") from None
    if ended.returncode:
        raise Stop(f"{what} failed:\n{machine.tail(ended.stdout + ended.stderr)}")
