"""没送到的消息: what could not be recorded here, one letter each, in words; replayed by one, skipped by two."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shared.access import NOWHERE, SYSTEM, Actor, Scope
from shared.errands.peer import Peer
from shared.errors import NotFound, Problem
from shared.events.health import counts
from shared.events.parked import LONGEST_REASON, Stuck
from shared.frame import Frame
from shared.parking import EVENT, JOB, Parking
from shared.storage.mongo import WEB_DEADLINE
from shared.storage.runner import Runner
from shared.web.i18n import instant
from shared.web.identity.gate import actor, allowed_scope, needs
from shared.web.posting import FormPage, once
from shared.web.rail import PARKED, Count, counted
from shared.web.schema import Form, choice, loaded, text

Labels = Callable[..., Mapping[str, Mapping[str, Any]]]
THREADS = 8
KINDS = ((EVENT, EVENT), (JOB, JOB))


class Act(Form):
    """What is acted on: a parked event or a failed job, by its id."""

    kind = choice("", KINDS, widget="hidden")
    id = text("", most=200, widget="hidden")


class SkipAct(Act):
    """Why it may be left out for ever."""

    reason = text("为什么可以跳过", most=LONGEST_REASON, rows=3, help="另一个人看了同意才跳过，原因会留下")


ACT, SKIP = Act(), SkipAct()


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing that waits; `who` is her name where the reader may know it, `mine` that the reader asked to skip it."""

    stuck: Stuck
    kind: str
    who: str
    mine: bool

    @property
    def fact(self) -> str:
        """Return the event's name without its version, or the job's kind."""
        return self.stuck.type.rpartition(".v")[0] if self.kind == EVENT else f"job.{self.stuck.type}"

    @property
    def source(self) -> str:
        """Return the service that said it."""
        return self.stuck.source.removeprefix("/") if self.kind == EVENT else ""

    def pairs(self) -> list[tuple[str, str]]:
        """Return what stands below the sentence: what waits behind, how often it was tried."""
        stuck = self.stuck
        behind = _("她的 %(n)s 条消息排在后面等", n=stuck.behind) if stuck.behind else _("没有")
        first, last = instant(stuck.first_at), instant(stuck.last_at)
        tried = _("%(first)s 起 %(n)s 次，最后一次 %(last)s", first=first, n=stuck.attempts, last=last)
        return [(_("后面还有"), behind), *([(_("试过"), tried)] if stuck.attempts else [])]


def reach() -> Scope:
    """Return what the reader sees: an operator everything, by types and ids; others their own units."""
    reader = actor().on_behalf_of or actor()
    return SYSTEM if "operator" in reader.roles else allowed_scope("events.parked.read") if reader.posts else NOWHERE


def blueprint(frame: Frame, labels: Labels | None) -> Blueprint:
    """Return the page, its acts and its number; `labels` asks for the names of women, as the reader may see them."""
    service = frame.settings.service
    parked = Blueprint("parked", __name__, url_prefix=f"/{service}")
    run = frame.runner(lambda session: Parking(frame.db, session), {}, WEB_DEADLINE)
    home = f"/{service}/parked"
    page = FormPage(ACT, "pages/parked.html", lambda: _context(frame, run, labels))

    @parked.get("/parked")
    @needs("events.parked.read")
    def show() -> ResponseReturnValue:
        return page.show()

    @parked.post("/parked/replay")
    @needs("events.parked.replay")
    def replay() -> ResponseReturnValue:
        return page.submit(lambda act: _done(home, run, lambda it: it.replay(act["kind"], act["id"], **_by())))

    @parked.post("/parked/confirmation")
    @needs("events.parked.skip")
    def confirm() -> ResponseReturnValue:
        return page.submit(lambda act: _done(home, run, lambda it: it.confirm_skip(act["kind"], act["id"], **_by())))

    _skip(parked, frame, run, labels)
    _count(parked, frame, run)
    return parked


def _skip(parked: Blueprint, frame: Frame, run: Runner[Parking], labels: Labels | None) -> None:
    home = f"/{frame.settings.service}/parked"

    def context() -> dict[str, Any]:
        asked = request.form if request.method == "POST" else request.args
        act = loaded(ACT, {name: asked[name] for name in ("kind", "id") if name in asked})
        found = [one for one in letters(run, labels) if (one.kind, one.stuck.id) == (act["kind"], act["id"])]
        if not found:
            raise NotFound("parked_not_found")
        return {"letter": found[0], "home": home}

    @parked.get("/parked/skip")
    @needs("events.parked.skip", "kind", "id")
    def ask() -> ResponseReturnValue:
        return FormPage(SKIP, "pages/skip.html", context).show(request.args.to_dict())

    @parked.post("/parked/skip")
    @needs("events.parked.skip")
    def asked() -> ResponseReturnValue:
        def work(act: dict[str, Any]) -> ResponseReturnValue:
            return _done(home, run, lambda it: it.ask_skip(act["kind"], act["id"], act["reason"], **_by()))

        return FormPage(SKIP, "pages/skip.html", context).submit(work)


def _count(parked: Blueprint, frame: Frame, run: Runner[Parking]) -> None:
    """Add the number beside the menu's line: what waits on all three sides, without one that does not answer."""
    pool = ThreadPoolExecutor(THREADS, "parked")

    @parked.get("/parked/count")
    @needs("events.parked.read")
    def shown() -> ResponseReturnValue:
        elsewhere = begin(pool, frame.peers.values(), by=actor())
        waiting = _waiting(run) + sum(one.result() for one in elsewhere)
        return counted({PARKED: Count(waiting, late=True)})

    @parked.get("/internal/parked/count")
    @needs("events.parked.count")
    def told() -> ResponseReturnValue:
        return jsonify(count=_waiting(run))


def _waiting(run: Runner[Parking]) -> int:
    scope = reach()
    return run.ask(lambda it: len(it.events(scope)) + len(it.jobs(scope)))


def begin(pool: ThreadPoolExecutor, peers: Iterable[Peer], *, by: Actor) -> "list[Future[int]]":
    """Ask the other sides how much waits there, all at once; one that does not answer says nought."""
    return [pool.submit(copy_context().run, _asked, peer, by) for peer in peers]


def _asked(peer: Peer, by: Actor) -> int:
    try:
        return int(peer.get("/parked/count", by=by)["count"])
    except Problem:
        return 0


def letters(run: Runner[Parking], labels: Labels | None) -> list[Letter]:
    """Return what waits inside the reader's reach; names only where one reads as an officer of those units."""
    scope = reach()
    waiting = run.ask(lambda it: [(EVENT, one) for one in it.events(scope)] + [(JOB, one) for one in it.jobs(scope)])
    names = _names([one for _kind, one in waiting], labels)
    mine = actor().id
    return [Letter(one, kind, names.get(one.stream, ""), one.skip_asked_by == mine) for kind, one in waiting]


def _names(waiting: Sequence[Stuck], labels: Labels | None) -> dict[str, str]:
    if labels is None or reach().units is None or not waiting:
        return {}
    women = [one.stream for one in waiting if ":" not in one.stream]
    return {person: label["name"] for person, label in labels(women, by=actor()).items()}


def _context(frame: Frame, run: Runner[Parking], labels: Labels | None) -> dict[str, Any]:
    heard = [row for sources in counts(frame.db, frame.clock.now()).heard.values() for row in sources.values()]
    waiting = sum(row.parked for row in heard)
    return {
        "letters": letters(run, labels),
        "handled": run.ask(lambda it: it.handled(reach())),
        "heard": sum(row.positions + row.parked for row in heard),
        "waiting": waiting,
        "home": f"/{frame.settings.service}/parked",
    }


def _by() -> dict[str, Any]:
    return {"by": actor(), "scope": reach()}


def _done(home: str, run: Runner[Parking], work: Callable[[Parking], None]) -> ResponseReturnValue:
    def command(parking: Parking) -> str:
        work(parking)
        return ""

    run.once(once(), command)
    return redirect(home, 303)
