"""The demonstration city fills beside the run: a child process, its progress in the run's own words, once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from deploy.local.children import Child
from deploy.local.place import Place
from deploy.local.stamps import Stamp

GRACE = 3.0


@dataclass
class Filling:
    """Starts when everything serves, goes on where an earlier start stopped, does nothing once the city is whole."""

    place: Place
    stamp: Stamp
    tell: Callable[[str], None]
    child: Child | None = field(default=None)
    _told: int = 0

    def start(self) -> None:
        """Begin, or go on."""
        if self.stamp.file.exists():
            self._show()
            return
        program = self.place.verb("city", "fill", "applicant")
        program.log.unlink(missing_ok=True)
        self.child = Child(program)
        self.child.start()

    def tend(self) -> None:
        """Pass on what it says; note when it has ended well."""
        if self.child is None:
            return
        ended = self.child.exit_code
        self._pass_on()
        if ended is None:
            return
        if ended == 0:
            self.stamp.put("whole")
            self._show()
        else:
            self.tell("The demonstration city is not whole; everything works, and the next start goes on with it.")
            self.tell(self.child.last_lines(3))
        self.child = None

    def _show(self) -> None:
        women = self.place.data / "city.txt"
        if women.exists():
            self.tell("\n".join(f"  {line}" for line in women.read_text("utf-8").splitlines()))

    def stop(self) -> None:
        """End it where it is."""
        if self.child is not None:
            self.child.stop(GRACE)
            self.child = None

    def _pass_on(self) -> None:
        assert self.child is not None, "asked while it runs"
        log = self.child.program.log
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        for line in lines[self._told :]:
            if line.startswith("The city"):
                self.tell(f"  {line}")
        self._told = len(lines)
