"""Keeps programs running: starts them, restarts one that ends without touching the others, stops all together."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.children import Child, Program, stop_all

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
CALM_AFTER = 10.0


@dataclass
class Kept:
    """One program that should be running."""

    child: Child
    wanted: bool = True
    restarts: int = 0
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    due_at: float | None = None

    def start(self) -> None:
        """Start it now."""
        self.child.start()
        self.started_at, self.due_at = time.monotonic(), None


@dataclass
class Keeper:
    """All programs of one stand. `tell` hears in words what ended and what was restarted."""

    tell: Callable[[str], None]
    kept: dict[str, Kept] = field(default_factory=dict)

    def start(self, program: Program) -> Child:
        """Start a program and keep it running from now on."""
        kept = self.kept[program.name] = Kept(Child(program))
        kept.start()
        return kept.child

    def tend(self) -> bool:
        """Look once at every program and restart what is due; tell whether anything changed."""
        now = time.monotonic()
        return any([self._tend(name, kept, now) for name, kept in list(self.kept.items())])

    def _tend(self, name: str, kept: Kept, now: float) -> bool:
        if kept.child.running or not kept.wanted:
            if now - kept.started_at > CALM_AFTER:
                kept.pause = FIRST_PAUSE
            return False
        if kept.due_at is None:
            self.tell(f"{name} ended ({_how(kept.child.exit_code)}); starting it again in {kept.pause:.1f} s")
            kept.due_at = now + kept.pause
            kept.pause = min(kept.pause * 2, LONGEST_PAUSE)
        if now < kept.due_at:
            return False
        kept.restarts += 1
        kept.start()
        return True

    def stop(self, names: Iterable[str], grace: float) -> None:
        """Stop some programs together and keep them stopped."""
        chosen = [self.kept[name] for name in names if name in self.kept]
        for kept in chosen:
            kept.wanted = False
        stop_all([kept.child for kept in chosen], grace)

    def write_state(self, file: Path, address: str) -> None:
        """Write what runs for `make status`."""
        ago = time.time() - time.monotonic()
        rows = [
            {"name": name, "pid": kept.child.pid, "since": ago + kept.started_at, "restarts": kept.restarts}
            for name, kept in self.kept.items()
        ]
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps({"address": address, "programs": rows}))
        fresh.replace(file)


def _how(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
