"""Settings: frozen, from the environment only, read once; what is missing stops the start with its name."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class SettingsError(SystemExit):
    """The environment is not fit to start; the message names the setting and what to do."""


class Env(StrEnum):
    """Where this runs."""

    LOCAL = "local"
    TEST = "test"
    PRODUCTION = "production"


SERVICES = ("applicant", "training", "loans")


@dataclass(frozen=True, slots=True)
class Settings:
    """What every service needs to know. Defaults are valid in production and harmless in public, or not given."""

    service: str
    env: Env
    mongodb_url: str
    database: str
    kafka_bootstrap: str
    kafka_replicas: int
    public_url: str
    secrets_dir: Path
    peers: Mapping[str, str]
    data_dir: Path
    metrics_port: int
    work_slot: int
    clock_file: Path | None
    sms_backend: str
    sms_url: str
    totp: bool
    log_level: str

    @property
    def demonstration(self) -> bool:
        """Tell whether codes may be shown and demonstration accounts made: local and test only."""
        return self.env is not Env.PRODUCTION

    @property
    def topic(self) -> str:
        """Return the topic this service publishes on."""
        return f"{self.service}.events"


def read(service: str, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of one service; raises SettingsError naming what is missing or must not be set."""
    env = _env(environ)
    clock_file = environ.get("CLOCK_FILE")
    if clock_file and env is Env.PRODUCTION:
        raise SettingsError("CLOCK_FILE moves the clock and must not be set when JINGUO_ENV=production.")
    backend = _one_of(environ, "SMS_BACKEND", ("console", "http"), None if env is Env.PRODUCTION else "console")
    if backend == "console" and env is Env.PRODUCTION:
        raise SettingsError("SMS_BACKEND=console writes codes to a file; production needs SMS_BACKEND=http.")
    return Settings(
        service=service,
        env=env,
        mongodb_url=_needed(environ, "MONGODB_URL"),
        database=f"{environ.get('DATABASE_PREFIX', 'jinguo_')}{service}",
        kafka_bootstrap=_needed(environ, "KAFKA_BOOTSTRAP"),
        kafka_replicas=_whole(environ, "KAFKA_REPLICAS", 1),
        public_url=_needed(environ, "PUBLIC_URL").rstrip("/"),
        secrets_dir=Path(_needed(environ, "SECRETS_DIR")),
        peers={name: _needed(environ, f"{name.upper()}_URL").rstrip("/") for name in SERVICES if name != service},
        data_dir=Path(_needed(environ, "DATA_DIR")),
        metrics_port=_whole(environ, "METRICS_PORT", 0),
        work_slot=_whole(environ, "WORK_SLOT", 0),
        clock_file=Path(clock_file) if clock_file else None,
        sms_backend=backend,
        sms_url=environ.get("SMS_URL", "") if backend == "console" else _needed(environ, "SMS_URL"),
        totp=environ.get("TOTP", "1" if env is Env.PRODUCTION else "0") == "1",
        log_level=environ.get("LOG_LEVEL", "INFO"),
    )


def _env(environ: Mapping[str, str]) -> Env:
    return Env(_one_of(environ, "JINGUO_ENV", tuple(Env), None))


def _needed(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise SettingsError(f"{name} is not set. Here: make do WHAT=…; elsewhere: see deploy/processes.toml.")
    return value


def _whole(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, str(default))
    if not text.isdecimal():
        raise SettingsError(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def _one_of(environ: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str | None) -> str:
    value = environ.get(name, default or "")
    if value not in allowed:
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}.")
    return value
