"""A woman registers herself: who, where, read it over; no script needed, what was typed is kept sealed on the way."""

from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.applicant.domain import masks, names
from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from services.applicant.usecases.person.register import Answers
from services.applicant.web import shown, sign_in
from services.applicant.web.person_forms import Who, consent_form, place_form, ticked
from shared.access import Kind
from shared.errors import Unknown
from shared.id_number import plain
from shared.running import Runs
from shared.web.i18n import _
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once

START = "/applicant/register"
PLACE, CHECK, DONE = f"{START}/place", f"{START}/check", f"{START}/done"
FIRST = ("name", "id_no", "education")
SECOND = ("county", "place", "hukou")


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the steps; each is a GET, each POST goes on to the next."""
    steps = Blueprint("applicant_register", __name__, url_prefix=START, template_folder="templates")
    steps.register_error_handler(Unknown, _to_the_door)
    flow = Flow(run, errands)
    _who(steps, flow)
    _place(steps, flow)
    _check(steps, flow)
    return steps


def _to_the_door(_problem: Exception) -> ResponseReturnValue:
    """Lead to the proof of her number, or, when she pressed twice and is in already, to the end."""
    return redirect(DONE if actor().kind is Kind.WOMAN else f"{sign_in.START}?again=1", 303)


class Flow:
    """What the three steps share: the proof of her phone, and what she has typed so far."""

    def __init__(self, run: Runs[UseCases], errands: Errands) -> None:
        self.run, self.errands = run, errands

    def holder(self) -> str:
        """Return the challenge that proved her number; raises Unknown when there is none."""
        return sign_in.proved(self.run, self.errands).id

    def typed(self) -> dict[str, Any]:
        """Return what she has typed so far."""
        holder = self.holder()
        values: dict[str, Any] = dict(self.run.ask(lambda use: use.person.draft.read(holder)))
        values["groups"] = [code for code in values.get("groups", "").split(",") if code]
        return values

    def keep(self, values: dict[str, Any]) -> None:
        """Keep what a step gave."""
        holder = self.holder()
        plain = {name: ",".join(value) if isinstance(value, list) else value for name, value in values.items()}
        self.run.run(lambda use: use.person.draft.keep(holder, plain))

    def missing(self) -> str | None:
        """Return the first step that still lacks an answer."""
        typed = self.typed()
        if not all(typed.get(name) for name in FIRST):
            return START
        return None if all(typed.get(name) for name in SECOND) else PLACE

    def register(self, consents: tuple[str, ...]) -> str:
        """Register her, once however often she presses; returns her id."""
        challenge, typed = sign_in.proved(self.run, self.errands), self.typed()
        fields = {name: typed[name] for name in (*FIRST, *SECOND)}
        answers = Answers(**fields, phone=challenge.phone, groups=tuple(typed["groups"]), consents=consents)

        def work(use: UseCases) -> str:
            person = use.person.register.by_herself(answers)
            use.person.draft.drop(challenge.id)
            return person.id

        return self.run.once(once(challenge.id), work).resource_id


def _who(steps: Blueprint, flow: Flow) -> None:
    def form() -> FormPage:
        notices = flow.run.ask(lambda use: use.person.consent.notices_now())
        return FormPage(Who(), "applicant/register_who.html", lambda: {"notice": notices[0]})

    @steps.get("")
    @needs("person.register")
    def who() -> ResponseReturnValue:
        return form().show(flow.typed())

    @steps.post("")
    @needs("person.register")
    def keep_who() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            flow.keep(values)
            return redirect(PLACE, 303)

        flow.holder()
        return form().submit(work)


def _place(steps: Blueprint, flow: Flow) -> None:
    def form() -> FormPage:
        counties = flow.run.ask(lambda use: use.unit.find.counties())
        return FormPage(place_form(counties), "applicant/register_place.html")

    @steps.get("/place")
    @needs("person.register")
    def place() -> ResponseReturnValue:
        return form().show(flow.typed())

    @steps.post("/place")
    @needs("person.register")
    def keep_place() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            county, text = values["county"], values["place"]
            flow.run.ask(lambda use: use.person.register.check_place(county, text))
            flow.keep({"groups": [], **values})
            return redirect(CHECK, 303)

        flow.holder()
        return form().submit(work)


def _check(steps: Blueprint, flow: Flow) -> None:
    def form() -> FormPage:
        notices = flow.run.ask(lambda use: use.person.consent.notices_now())
        return FormPage(consent_form(notices), "applicant/register_check.html", lambda: answers(flow))

    @steps.get("/check")
    @needs("person.register")
    def check() -> ResponseReturnValue:
        lacking = flow.missing()
        return redirect(lacking, 303) if lacking else form().show()

    @steps.post("/check")
    @needs("person.register")
    def register() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            person_id = flow.register(ticked(values))
            return sign_in.registered(flow.errands, person_id, DONE)

        lacking = flow.missing()
        return redirect(lacking, 303) if lacking else form().submit(work)

    @steps.get("/done")
    @needs("person.own")
    def done() -> ResponseReturnValue:
        person_id = actor().id
        return render_template(
            "applicant/register_done.html", found=flow.run.ask(lambda use: use.person.find.own(person_id))
        )


def answers(flow: Flow) -> dict[str, Any]:
    """Return what the page reads back to her, each with the step that changes it."""
    typed = flow.typed()
    county = flow.run.ask(lambda use: use.unit.find.get(typed["county"])).title
    return {
        "first": [
            (_("姓名"), names.tidy(typed["name"])),
            (_("身份证号"), plain(typed["id_no"])),
            (_("文化程度"), shown.education(typed["education"])),
        ],
        "second": [
            (_("住在"), f"{county}{typed['place']}"),
            (_("户口"), shown.hukou(typed["hukou"])),
            (_("您是"), shown.groups(typed["groups"])),
        ],
        "phone": masks.phone(sign_in.proved(flow.run, flow.errands).phone),
        "places": {"first": START, "second": PLACE},
    }
