"""系统状态: what an operator looks at first, in plain words; beside it the counts and figures that programs read."""

import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess

from shared import workdays
from shared.clock import Clock
from shared.errors import Problem
from shared.events.health import Counts, counts, reconcile
from shared.frame import Frame
from shared.storage.mongo import reading
from shared.web import figures
from shared.web.i18n import word
from shared.web.identity.gate import needs

OLD = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at: `shape` of its chip (done, near, over, unknown), what it is, how it stands."""

    shape: str
    what: str
    how: str


def blueprint(frame: Frame) -> Blueprint:
    """Return the status page, the exact counts for the other services, the figures of this web process."""
    service = frame.settings.service
    status = Blueprint("status", __name__, url_prefix=f"/{service}")

    @status.get("/status")
    @needs("status.read")
    def page() -> ResponseReturnValue:
        now = reading(lambda: counts(frame.db, frame.clock.now()))
        lines = [*_own(now), *_heard(frame, now), *_ground(frame)]
        return render_template("pages/status.html", lines=lines, counts=now, at=Clock.real_now())

    @status.get("/internal/events/counts")
    @needs("events.counts")
    def exact() -> ResponseReturnValue:
        return jsonify(reading(lambda: counts(frame.db, frame.clock.now())).to_json())

    @status.get("/internal/metrics")
    @needs("metrics.read")
    def metrics() -> ResponseReturnValue:
        return Response(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)

    figures.count_answers(status)
    return status


def _registry() -> CollectorRegistry:
    """Return the figures of all workers where several serve, else of this process."""
    if not figures.several_workers():
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client leaves it untyped
    return registry


def _own(now: Counts) -> Iterator[Line]:
    late = now.oldest_unsent > OLD
    waits = _("%(n)s 条等着送，最早的等了 %(seconds)s 秒", n=now.unsent, seconds=now.oldest_unsent)
    yield Line("over" if late else "done", _("要送出去的"), waits if now.unsent else _("都送出去了"))
    stuck = now.parked_failed + now.poison
    failed = _("%(n)s 条没记上，%(behind)s 条排在后面", n=stuck, behind=now.parked_waiting)
    yield Line("over" if stuck else "done", _("别处发来的"), failed if stuck or now.parked_waiting else _("都记上了"))
    due = _("%(n)s 件到时候了，%(failed)s 件没办成", n=now.jobs_due, failed=now.jobs_failed)
    bad = now.jobs_failed > 0 or now.oldest_due_job > OLD
    yield Line("over" if bad else "done", _("到时候要办的"), due if now.jobs_due or bad else _("没有积下的"))
    sealed = now.oldest_unsealed <= OLD
    rows = _("%(n)s 条还没封上", n=now.unsealed)
    yield Line("done" if sealed else "over", _("操作记录"), rows if now.unsealed else _("都封上了"))


def _heard(frame: Frame, now: Counts) -> Iterator[Line]:
    own = frame.settings.service
    for name in sorted(set(frame.peers) & {source.removeprefix("/") for source in now.heard.get(own, {})}):
        what = _("%(name)s那边说的", name=word(f"service.{name}"))
        said = _asked(frame, name)
        if said is None:
            yield Line("unknown", what, _("现在问不到那边，数对不了"))
            continue
        gap = reconcile(f"/{name}", own, said, now)
        behind = _("那边说了 %(said)s 条，这里有 %(heard)s 条", said=said.said, heard=gap.heard if gap else said.said)
        yield Line("near" if gap else "done", what, behind if gap else _("%(n)s 条，一条不少", n=said.said))


def _asked(frame: Frame, name: str) -> Counts | None:
    try:
        return Counts.from_json(frame.peers[name].get("/events/counts"))
    except Problem:
        return None


def _ground(frame: Frame) -> Iterator[Line]:
    began = time.perf_counter()
    version = reading(frame.client.server_info)["version"]
    took = round((time.perf_counter() - began) * 1000)
    yield Line("done", _("数据库"), _("MongoDB %(version)s，%(ms)s 毫秒有回音", version=version, ms=took))
    yield Line("done", _("程序"), _("Python %(version)s", version=platform.python_version()))
    last = workdays.known_until()
    left = (last - frame.clock.today()).days
    known = _("节假日和调休知道到 %(year)s 年底，以后只算周末", year=last.year)
    yield Line("done" if left > 60 else "near" if left > 0 else "over", _("工作日历"), known)
