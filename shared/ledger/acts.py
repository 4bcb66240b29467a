"""What people do with a ledger: bring it, sign it, sign it as the second person, hand it back, give it up, look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from shared.access import Actor, Post, Rules, Scope
from shared.errors import Denied, NotFound
from shared.ids import new_id
from shared.ledger.intake import ENDED, Intake, Mode, Signature, Source
from shared.ledger.ports import Clock, County, Due, Intakes, Notes, Places
from shared.ledger.row import Row
from shared.xlsx.hidden import ALL_SEEN, Unseen

CHECK, BOOK, FORGET, FORGET_FILE = "ledger.check", "ledger.book", "ledger.forget", "ledger.forget_file"
KEPT = timedelta(days=30)
AFTERWARDS = timedelta(hours=1)  # so that a broken download can be repeated
RECENT = 20
FEDERATION = "federation"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook that was read: bytes, their hash, how many rows, letters and heading of each field, what it hides."""

    file: bytes = field(repr=False)
    sha256: str
    total: int
    columns: Mapping[str, tuple[str, str]]
    unseen: Unseen = ALL_SEEN


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose ledgers somebody may see or sign: those of the county a post belongs to, offices beside the federation too.

    Actions are `<kind>_ledger.bring | read | sign | countersign` in the service's table.
    """

    rules: Rules

    def scope(self, by: Actor, kind: str, verb: str) -> Scope:
        """Return the units whose ledgers this actor may act on."""
        return Scope(frozenset(_home(post)[-1] for post in self._posts(by, kind, verb)))

    def county(self, places: Places, by: Actor, kind: str) -> County:
        """Return the county whose ledger somebody may bring; raises Denied("ledger_no_county")."""
        for post in self._posts(by, kind, "bring"):
            found = places.county_of(_home(post))
            if found is not None and found.id == _home(post)[-1]:
                return found
        raise Denied("ledger_no_county")

    def post(self, by: Actor, kind: str, verb: str) -> str:
        """Return the role in which somebody acts."""
        return next((post.role for post in self._posts(by, kind, verb)), "")

    def _posts(self, by: Actor, kind: str, verb: str) -> list[Post]:
        allowed = self.rules[f"{kind}_ledger.{verb}"].roles
        return [post for post in by.posts if post.role in allowed]


def _home(post: Post) -> tuple[str, ...]:
    """Return the federation's path a post belongs to: an office hangs under its county."""
    path = post.path or (post.unit,)
    return path[:-1] if post.unit_kind != FEDERATION and len(path) > 1 else path


@dataclass(frozen=True, slots=True)
class Bring:
    """The file is kept sealed until it was booked, thirty days at most."""

    reach: Reach
    intakes: Intakes
    places: Places
    due: Due
    notes: Notes
    clock: Clock

    def __call__(self, kind: str, sheet: Sheet, mode: Mode, *, by: Actor) -> Intake:
        """Take a ledger in and promise its check; raises Denied where no post is a county's."""
        county, now = self.reach.county(self.places, by, kind), self.clock.now()
        source = Source(
            kind, tuple(county.path), county.division or "", by, now, sheet.sha256, sheet.columns, sheet.unseen
        )
        one = Intake(new_id(), source, mode, sheet.total)
        self.intakes.add(one, sheet.file)
        self.due.add(CHECK, one.id, now)
        self.due.add(FORGET, one.id, now + KEPT)
        self.notes.note(by, f"{kind}_ledger.bring", one.id, {"mode": mode.value, "rows": sheet.total})
        return one


@dataclass(frozen=True, slots=True)
class Sign:
    """Maker and checker are two people; both sign what they have seen: the version of the page goes with it."""

    reach: Reach
    intakes: Intakes
    due: Due
    notes: Notes
    clock: Clock

    def first(self, kind: str, ledger_id: str, *, leave_out: bool, by: Actor) -> Intake:
        """Sign the totals as their maker. Raises NotFound, Conflict, Refused (see Intake.sign)."""
        one = self._one(kind, ledger_id, "sign", by)
        one.sign(self._signature(kind, "sign", by), leave_out=leave_out)
        return self._saved(one, "sign", by)

    def second(self, kind: str, ledger_id: str, *, by: Actor) -> Intake:
        """Sign as the second person and promise the booking. Raises NotFound, Conflict, Refused."""
        one = self._one(kind, ledger_id, "countersign", by)
        one.countersign(self._signature(kind, "countersign", by))
        self.due.add(BOOK, one.id, self.clock.now())
        return self._saved(one, "countersign", by)

    def hand_back(self, kind: str, ledger_id: str, *, by: Actor) -> Intake:
        """Undo the first signature."""
        one = self._one(kind, ledger_id, "countersign", by)
        one.hand_back()
        return self._saved(one, "hand_back", by)

    def discard(self, kind: str, ledger_id: str, *, by: Actor) -> Intake:
        """Give it up; the file goes at once."""
        one = self._one(kind, ledger_id, "bring", by)
        one.discard()
        self._saved(one, "discard", by)
        self.intakes.forget_file(one.id)
        return one

    def _one(self, kind: str, ledger_id: str, verb: str, by: Actor) -> Intake:
        return of_kind(kind, self.intakes.get(self.reach.scope(by, kind, verb), ledger_id))

    def _signature(self, kind: str, verb: str, by: Actor) -> Signature:
        return Signature(by.id, by.name, self.reach.post(by, kind, verb), self.clock.now())

    def _saved(self, one: Intake, act: str, by: Actor) -> Intake:
        facts = {"rows": one.to_book, "digest": one.found.digest}
        self.notes.note(by, f"{one.source.kind}_ledger.{act}", one.id, facts)
        self.intakes.save(one)
        return one


@dataclass(frozen=True, slots=True)
class Find:
    """Questions that change nothing."""

    reach: Reach
    intakes: Intakes
    places: Places

    def one(self, kind: str, ledger_id: str, *, by: Actor) -> Intake:
        """Return one inside the asker's counties; raises NotFound."""
        return of_kind(kind, self.intakes.get(self.reach.scope(by, kind, "read"), ledger_id))

    def recent(self, kind: str, *, by: Actor) -> list[Intake]:
        """Return the newest inside the asker's counties."""
        return self.intakes.listed(self.reach.scope(by, kind, "read"), kind, RECENT)

    def waiting(self, kind: str, *, by: Actor) -> list[Intake]:
        """Return those that wait for somebody's signature."""
        return [one for one in self.recent(kind, by=by) if one.state not in ENDED]

    def rows(self, ledger_id: str) -> list[Row]:
        """Return its rows; the caller has asked for the ledger first."""
        return self.intakes.rows(ledger_id)

    def file(self, ledger_id: str) -> bytes | None:
        """Return the file as it was uploaded; the caller has asked for the ledger first."""
        return self.intakes.file(ledger_id)


def of_kind(kind: str, one: Intake) -> Intake:
    """Return the ledger when it is of this kind; raises NotFound: another kind's address tells nothing."""
    if one.source.kind != kind:
        raise NotFound("ledger_not_found")
    return one
