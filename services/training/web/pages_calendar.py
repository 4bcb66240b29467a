"""Secret addresses for calendar programs: an officer's for rooms, teachers and units, a woman's for her own classes."""

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect
from flask.typing import ResponseReturnValue

from services.training.domain.feed import Kind
from services.training.usecases import UseCases
from services.training.web.schemas import Nothing
from services.training.web.timetable_schemas import feed_form
from shared.access import Kind as Who
from shared.ids import new_id
from shared.running import Runs
from shared.web.i18n import _, word
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once

STAFF, HERS = "/training/calendars", "/training/me/calendar"


@dataclass(frozen=True, slots=True)
class Desk:
    """The two pages differ in their sheet and in what can be chosen; `public_url` is what addresses begin with."""

    run: Runs[UseCases]
    public_url: str

    def page(self, made: str = "") -> FormPage:
        """Return the page, with the address that was just made: it is shown this once."""
        hers = actor().kind is Who.WOMAN
        form = Nothing() if hers else feed_form(self.run.ask(_choices))
        return FormPage(
            form, "training/my_calendar.html" if hers else "training/calendars.html", lambda: self._shown(made)
        )

    def make(self) -> ResponseReturnValue:
        """Make an address and show it; a replay makes none and says so."""

        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            secret, by = secrets.token_urlsafe(24), actor()
            kind, _dot, subject = typed.get("subject", Kind.HERS.value).partition(".")
            done = self.run.once(once(), lambda use: use.feed.keep.make(Kind(kind), subject, secret, by=by).id)
            return self.page("" if done.replayed else f"{self.public_url}/training/calendar/{secret}.ics").show()

        return self.page().submit(work)

    def revoke(self, feed_id: str) -> ResponseReturnValue:
        """Let an address answer nobody any more."""

        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            self.run.once(once(), lambda use: use.feed.keep.revoke(feed_id, by=by).id)
            return redirect(HERS if by.kind is Who.WOMAN else STAFF, 303)

        page = self.page()
        return FormPage(Nothing(), page.template, page.context).submit(work)

    def _shown(self, made: str) -> dict[str, Any]:
        by = actor()
        feeds = self.run.ask(lambda use: use.feed.keep.mine(by=by))
        today = self.run.ask(lambda use: use.feed.keep.clock.today())
        return {"made": made, "feeds": [one for one in feeds if one.open_on(today)], "fresh": new_id}


def _choices(use: UseCases) -> list[tuple[str, str]]:
    places, units = use.feed.keep.choices(by=actor())
    found = [(f"unit.{unit}", title) for unit, title in units.items()]
    found += [(f"room.{one.id}", f"{word('clash.room')} {one.title}") for one in places.rooms]
    return found + [(f"teacher.{one.id}", f"{word('clash.teacher')} {one.name}") for one in places.teachers]


def pages(run: Runs[UseCases], public_url: str) -> Blueprint:
    """Return the pages and the feed itself."""
    both = Blueprint("training_calendar", __name__, url_prefix="/training", template_folder="templates")
    desk = Desk(run, public_url)
    for path, permission, name in (("/calendars", "calendar.make", "desk"), ("/me/calendar", "calendar.hers", "hers")):
        _pages(both, desk, path, (permission, name))

    @both.get("/calendar/<secret>.ics")
    @needs("calendar.read")
    def feed(secret: str) -> ResponseReturnValue:
        made = run.ask(lambda use: use.feed.read(secret, hers=_("我的课")))
        return Response(
            made, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, max-age=900"}
        )

    return both


def _pages(both: Blueprint, desk: Desk, path: str, named: tuple[str, str]) -> None:
    permission, name = named

    def show() -> ResponseReturnValue:
        return desk.page().show()

    def make() -> ResponseReturnValue:
        return desk.make()

    def revoke(feed_id: str) -> ResponseReturnValue:
        return desk.revoke(feed_id)

    both.add_url_rule(path, f"{name}_show", needs(permission)(show), methods=["GET"])
    both.add_url_rule(path, f"{name}_make", needs(permission)(make), methods=["POST"])
    both.add_url_rule(f"{path}/<feed_id>/revocation", f"{name}_revoke", needs(permission)(revoke), methods=["POST"])
