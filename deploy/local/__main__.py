"""python3 -m deploy.local VERB: what the Makefile calls. Set-up runs on the system's Python, the rest in the venv."""

import os
import sys
from collections.abc import Callable

from deploy.local.children import NotReady
from deploy.local.console import Stop, say
from deploy.local.places import PYTHON, ROOT
from deploy.local.setup import set_up

SET_UP_FOR = {
    "run": "run",
    "start": "run",
    "simulate": "run",
    "check": "test",
    "test": "test",
    "stories": "stories",
    "chaos": "test",
    "mutants": "test",
    "bench": "test",
    "fix": "test",
    "words": "test",
    "docs": "test",
    "setup": "run",
}


def main(verb: str, *rest: str) -> None:
    """Set up what the verb needs, go on inside the venv, do it."""
    if sys.prefix == sys.base_prefix:
        if verb in SET_UP_FOR:
            set_up(SET_UP_FOR[verb])
        elif not PYTHON.exists():
            raise Stop("Nothing is set up here yet. Begin with: make run")
        os.chdir(ROOT)
        os.execv(PYTHON, [str(PYTHON), "-m", "deploy.local", verb, *rest])  # noqa: S606  # the same program in the venv
    if verb != "setup":
        _verb(verb)(*rest)


def _verb(name: str) -> Callable[..., None]:
    from deploy.local import parts, run, simulate, verbs  # noqa: PLC0415  # they import what set-up has just installed

    known: dict[str, Callable[..., None]] = {
        "run": run.run,
        "start": run.start,
        "stop": run.stop,
        "status": run.status,
        "reset": run.reset,
        "simulate": simulate.simulate,
        "do": verbs.do,
        "check": parts.check,
        "test": parts.test,
        "stories": parts.stories,
        "chaos": parts.chaos,
        "mutants": parts.mutants,
        "bench": parts.bench,
        "fix": parts.fix,
        "words": parts.words,
        "docs": parts.docs,
    }
    if name not in known:
        raise Stop(f"There is no {name}. See: make help")
    return known[name]


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except NotReady as problem:
        raise Stop(str(problem)) from None
    except KeyboardInterrupt:
        say("\nStopped. What was done stays done; the next start goes on from there.")
        sys.exit(130)
