"""Exams and certificates for the desk: classes in their exam, points, papers, and what is revoked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Blueprint, redirect, render_template, send_file
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.training.domain.certificate import REASONS, REISSUE_REASONS, SIGNED, Certificate
from services.training.domain.enrolment import TO_EXAMINE, Enrolment, State
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.web.schemas import HandedForm, Nothing, ReissueForm, RevokeForm, score_form
from services.training.web.shapes import PLACES
from shared.access import Actor
from shared.errors import Invalid, Refused
from shared.ids import new_id
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

Act = Callable[[UseCases, dict[str, Any], Actor], Certificate]
Points = dict[str, tuple[int, int]]


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages."""
    staff = Blueprint("training_exams", __name__, url_prefix="/training", template_folder="templates")
    exam = ExamPage(run, errands)
    _list(staff, run)
    _scores(staff, run, exam)
    _certificates(staff, run, errands, exam)
    _second_hand(staff, run, exam)
    _papers(staff, run)
    return staff


@dataclass(frozen=True, slots=True)
class ExamPage:
    """The exam page of one class, also where a refused command is shown."""

    run: Runs[UseCases]
    errands: Errands

    def form(self, class_id: str, schema: Schema | None = None) -> FormPage:
        """Return the page; its own form are the points of whoever may be examined."""
        found = self._found(class_id)
        if schema is None:
            schema = score_form({place.id: found["names"][place.id] for place in found["to_score"]})
        return FormPage(schema, "training/exam.html", lambda: found)

    def _found(self, class_id: str) -> dict[str, Any]:
        found = self.run.ask(lambda use: _gathered(use, class_id))
        women: list[Enrolment] = found["women"]
        labels = self.errands.labels([place.person_id for place in women], by=actor())
        names = {place.id: _name(labels, place) for place in women}
        women.sort(key=lambda place: names[place.id])
        return found | {
            "names": names,
            "by_person": {place.person_id: names[place.id] for place in women},
            "to_score": [place for place in women if place.state in TO_EXAMINE and found["tries"] > len(place.scores)],
            "passed": sum(place.state is State.PASSED for place in women),
            "shapes": PLACES,
            "reasons": [(reason, word(f"revoked.{reason}")) for reason in REASONS],
            "fresh": new_id,
            "may_score": allowed("exam.score"),
            "may_correct": allowed("exam.correct"),
            "may_issue": allowed("certificate.issue"),
            "may_revoke": allowed("certificate.revoke"),
            "may_confirm": allowed("certificate.confirm_revocation"),
            "may_reissue": allowed("certificate.reissue"),
            "may_hand_out": allowed("certificate.hand_out"),
            "reissue_reasons": [(reason, word(f"reissue.{reason}")) for reason in REISSUE_REASONS],
            "signed": [(one, word(f"handed.{one}")) for one in SIGNED],
            "mine": actor().id,
            "may_take_forms": allowed("class.papers"),
        }


def _list(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/exams")
    @needs("exam.read")
    def listed() -> ResponseReturnValue:
        def gather(use: UseCases) -> dict[str, Any]:
            ready = use.training_class.find.to_examine(by=actor()) if allowed("class.examine") else []
            return {"rows": use.exam.find.open(by=actor()), "ready": ready}

        return render_template("training/exams.html", **run.ask(gather))


def _scores(staff: Blueprint, run: Runs[UseCases], exam: ExamPage) -> None:
    @staff.get("/classes/<class_id>/exam")
    @needs("exam.read")
    def one(class_id: str) -> ResponseReturnValue:
        return exam.form(class_id).show()

    @staff.post("/classes/<class_id>/scores")
    @needs("exam.score")
    def score(class_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            points, by = _points(typed), actor()
            run.once(once(), lambda use: use.exam.score(class_id, points, by=by).id)
            return redirect(address(class_id), 303)

        return exam.form(class_id).submit(work)


def _certificates(staff: Blueprint, run: Runs[UseCases], errands: Errands, exam: ExamPage) -> None:
    @staff.post("/classes/<class_id>/certificates")
    @needs("certificate.issue")
    def issue(class_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            errands.issue_certificates(class_id, once(), by=actor())
            return redirect(address(class_id), 303)

        return exam.form(class_id, Nothing()).submit(work)

    @staff.post("/classes/<class_id>/certificates/<certificate_id>/handing")
    @needs("certificate.hand_out")
    def hand_out(class_id: str, certificate_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(
                once(), lambda use: use.certificate.hand_out.now(class_id, certificate_id, typed["signed"], by=by).id
            )
            return redirect(address(class_id), 303)

        return exam.form(class_id, HandedForm()).submit(work)

    @staff.post("/classes/<class_id>/certificates/<certificate_id>/revocation")
    @needs("certificate.revoke")
    def revoke(class_id: str, certificate_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.certificate.revoke.propose(certificate_id, typed["reason"], by=by).id)
            return redirect(address(class_id), 303)

        return exam.form(class_id, RevokeForm()).submit(work)


def _second_hand(staff: Blueprint, run: Runs[UseCases], exam: ExamPage) -> None:
    def command(class_id: str, act: Act, schema: Schema | None = None) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: act(use, typed, by).id)
            return redirect(address(class_id), 303)

        return exam.form(class_id, schema or Nothing()).submit(work)

    @staff.post("/classes/<class_id>/certificates/<certificate_id>/revocation-confirmation")
    @needs("certificate.confirm_revocation")
    def confirm(class_id: str, certificate_id: str) -> ResponseReturnValue:
        return command(class_id, lambda use, _typed, by: use.certificate.revoke.confirm(certificate_id, by=by))

    @staff.post("/classes/<class_id>/certificates/<certificate_id>/revocation-dismissal")
    @needs("certificate.confirm_revocation")
    def leave(class_id: str, certificate_id: str) -> ResponseReturnValue:
        return command(class_id, lambda use, _typed, by: use.certificate.revoke.leave(certificate_id, by=by))

    @staff.post("/classes/<class_id>/certificates/<certificate_id>/reissue")
    @needs("certificate.reissue")
    def reissue(class_id: str, certificate_id: str) -> ResponseReturnValue:
        def act(use: UseCases, typed: dict[str, Any], by: Actor) -> Certificate:
            return use.certificate.reissue(certificate_id, typed["reason"], by=by)

        return command(class_id, act, ReissueForm())


def _papers(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/certificates/<certificate_id>/paper.pdf")
    @needs("certificate.read")
    def paper(certificate_id: str) -> ResponseReturnValue:
        by = actor()
        one, pdf = run.run(lambda use: use.certificate.find.paper(certificate_id, by=by))
        name = f"{one.number}.pdf"
        return send_file(BytesIO(pdf), "application/pdf", as_attachment=True, download_name=name, max_age=0)


def address(class_id: str) -> str:
    """Return the exam page of a class."""
    return f"/training/classes/{class_id}/exam"


def _gathered(use: UseCases, class_id: str) -> dict[str, Any]:
    by = actor()
    one = use.training_class.find.one(class_id, by=by)
    rule = use.attendance.find.standard(one)
    women = use.exam.find.women(class_id, by=by)
    return {
        "klass": one,
        "women": women,
        "rule": rule.exam,
        "tries": rule.exam.tries,
        "least": rule.attendance.least(one.plan.minutes),
        "papers": use.certificate.find.of_class(class_id, by=by),
    }


def _points(typed: Mapping[str, Any]) -> Points:
    """Return the pairs that were posted; raises Invalid where one half is missing."""
    places = {name.partition("_")[2] for name in typed}
    halves = {place: (typed.get(f"theory_{place}"), typed.get(f"practice_{place}")) for place in sorted(places)}
    torn = {place: pair for place, pair in halves.items() if None in pair}
    if torn:
        missing = [f"{'practice' if pair[1] is None else 'theory'}_{place}" for place, pair in torn.items()]
        raise Invalid({name: [Refused("score_half")] for name in missing})
    return {place: (pair[0], pair[1]) for place, pair in halves.items()}  # type: ignore[misc]  # no None is left


def _name(labels: Mapping[str, Any], place: Enrolment) -> str:
    label = labels.get(place.person_id)
    return str(label["name"]) if label else place.id[-8:]
