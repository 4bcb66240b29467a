"""The import contracts hold, and each of them is shown to catch a breach planted in a copy of our code."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

LINT = Path(sys.executable).with_name("lint-imports")
BREACHES = {
    "Rooms only look downwards": ("services/loans/domain/application.py", "import services.loans.usecases.ports"),
    "Rules know no library": ("services/loans/usecases/application/start.py", "import pymongo"),
    "The web calls use cases and errands and nothing else": (
        "services/loans/web/internal.py",
        "import services.loans.storage.indexes",
    ),
    "Services do not know each other": ("services/loans/wiring/__init__.py", "import services.training"),
    "Shared stands below the services": ("shared/ids.py", "import services.loans"),
    "Nothing of the product knows the simulator": ("services/loans/app.py", "import simulator.dice"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT), "--no-cache", "--config", str(folder / "pyproject.toml")]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("services", "shared", "simulator"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_holds():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_every_contract_catches_a_planted_breach(copy: Path):
    for path, line in BREACHES.values():
        target = copy / path
        target.write_text(f"{target.read_text('utf-8')}\n{line}\n", "utf-8")
    done = lint(copy)
    assert done.returncode != 0
    broken = {name for name in BREACHES if f"{name} BROKEN" in done.stdout}
    assert broken == set(BREACHES), done.stdout
