"""make simulate WOMEN=100000: a large city is built into empty databases and checked, before anything is served."""

import dataclasses
import time

from deploy.local.children import Child, NotReady
from deploy.local.console import Stop, done, say
from deploy.local.lock import check_ports, only_one
from deploy.local.run import place
from deploy.local.stand import Stand

USUAL = "20000"


def simulate(women: str = USUAL) -> None:
    """Build it; the next make run serves it. Raises Stop when there are women already or the city is not whole."""
    if not women.isdecimal() or int(women) < 1:
        raise Stop(f"WOMEN must be a number, not {women!r}.")
    here = place()
    with only_one(here):
        check_ports(here)
        stand = Stand(here, tell=say, done=done)
        try:
            stand.up_for_writing()
            _build(stand, women)
        except NotReady as problem:
            raise Stop(f"{problem}\nAll logs: {here.logs}") from None
        finally:
            stand.down()


def _build(stand: Stand, women: str) -> None:
    program = stand.place.verb("city", "large", "applicant")
    program = dataclasses.replace(program, command=[*program.command, "--women", women])
    program.log.unlink(missing_ok=True)
    child, told = Child(program), 0
    child.start()
    while True:
        ended = child.exit_code
        lines = program.log.read_text(errors="replace").splitlines() if program.log.exists() else []
        for line in lines[told:]:
            say(f"  {line}")
        told = len(lines)
        if ended is not None:
            break
        stand.keeper.tend()
        time.sleep(0.3)
    if ended:
        raise Stop("The city is not there; the lines above say why.")
    stand.stamp("city").put("large")
    say("make run serves it.")
