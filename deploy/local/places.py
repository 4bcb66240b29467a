"""Where things lie in the checkout and under .local; nothing outside the checkout is written."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
STAMPS = LOCAL / "stamps"
SECRETS = LOCAL / "secrets"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

KAFKA_LIBS = LOCAL / "kafka" / "libs"
KAFKA_ARCHIVE = LOCAL / "kafka" / "classes.jsa"

PROCESSES = ROOT / "deploy" / "processes.toml"
STATIC = ROOT / "shared" / "web" / "static"
