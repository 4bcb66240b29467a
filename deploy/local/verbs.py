"""make do: a verb of a service with the settings of the local run, such as `training plan-class --help`."""

import os
import sys

from deploy.local.console import Stop
from deploy.local.place import Place, manifest
from deploy.local.places import ROOT
from deploy.local.run import place


def do(*words: str, here: Place | None = None) -> None:
    """Become `python -m services.SERVICE VERB …` of this stand; raises Stop when it has none."""
    here = here or place()
    services = manifest()["services"]
    if not words or words[0] not in services:
        raise Stop(f'Name a service and a verb: make do WHAT="training --help". Services: {", ".join(services)}.')
    if not here.secrets.exists():
        raise Stop("No city was made here yet. Begin with: make start")
    command = [sys.executable, "-m", f"services.{words[0]}", *words[1:]]
    os.chdir(ROOT)
    os.execve(sys.executable, command, here.environment(words[0]))  # noqa: S606  # the service's own program
