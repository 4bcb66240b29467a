"""Where things lie in the checkout and under .local; nothing outside the checkout is written."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
STAMPS = LOCAL / "stamps"
LOGS = LOCAL / "logs"
SECRETS = LOCAL / "secrets"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

MONGO_DATA = LOCAL / "mongo"
KAFKA = LOCAL / "kafka"
KAFKA_LIBS = KAFKA / "libs"
KAFKA_ARCHIVE = KAFKA / "classes.jsa"
KAFKA_DATA = KAFKA / "data"

PROCESSES = ROOT / "deploy" / "processes.toml"
STATIC = ROOT / "shared" / "web" / "static"
