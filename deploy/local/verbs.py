"""make do: a verb of a service with the settings of the local run, such as `training plan-class --help`."""

import os
import sys
from collections.abc import Sequence

from deploy.local.console import Stop
from deploy.local.place import Place, manifest
from deploy.local.places import ROOT
from deploy.local.run import place

LOOKS = {("policy", "show"), ("policy", "diff"), ("judge",), ("interest",)}  # a clerk tries a notice with them


def do(*words: str, here: Place | None = None) -> None:
    """Become `python -m services.SERVICE VERB …` of this stand; raises Stop when it has none."""
    here = here or place()
    services = manifest()["services"]
    if not words or words[0] not in services:
        raise Stop(f'Name a service and a verb: make do WHAT="training --help". Services: {", ".join(services)}.')
    made = here.secrets.exists()
    if not made and not _reads_files_only(words[1:]):
        raise Stop("No city was made here yet. Begin with: make start")
    command = [sys.executable, "-m", f"services.{words[0]}", *words[1:]]
    os.chdir(ROOT)
    environment = here.environment(words[0]) if made else dict(os.environ)
    os.execve(sys.executable, command, environment)  # noqa: S606  # the service's own program


def _reads_files_only(verb: Sequence[str]) -> bool:
    """Tell whether a verb answers without a stand: it only says how it is used, or reads the policy files alone."""
    return "--help" in verb or tuple(verb[:2]) in LOOKS or tuple(verb[:1]) in LOOKS
