"""The forms of a class as workbooks, for the file, the tester, HR: names are asked for, never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.training.domain.certificate import Identity
from services.training.domain.course import LESSON
from services.training.domain.enrolment import Enrolment
from services.training.domain.subsidy import Claim
from services.training.domain.training_class import TrainingClass
from services.training.errands import opening_form
from services.training.errands.class_form import (
    CERTIFIED,
    EDUCATION,
    EXAM_LIST,
    HUKOU,
    PAID,
    SCORES,
    SIGNATURES,
    STATES,
    attendance_columns,
    mark_word,
    page,
)
from services.training.errands.roster_form import FILED
from services.training.usecases import UseCases
from services.training.usecases.exam.papers import ClassFile
from shared import money
from shared.access import Actor
from shared.errands.labels import Label, Labels
from shared.running import Runs
from shared.xlsx import writing

FORMS = ("roster", "attendance", "scores", "certified")  # of a dossier, with the plan
EXAM, OPENING = "exam", "opening"
CAME = {"self": "自己报名", "officer": "村里代报", "roster": "花名册", "ledger": "台账"}


@dataclass(frozen=True, slots=True)
class ClassForms:
    """`form` for those who run the class, `dossier` for whoever has its claim on the desk."""

    labels: Labels
    runs: Runs[UseCases]

    def form(self, class_id: str, name: str, *, by: Actor) -> bytes:
        """Return one form; the audit keeps who took it. Raises NotFound outside the asker's units."""
        file = self.runs.run(lambda use: use.exam.papers.of_class(class_id, name, by=by))
        if name == OPENING:
            return writing.forms([opening_form.application(file), opening_form.plan(file)])
        return writing.forms([self._drawn(file, by).made(name)])

    def dossier(self, claim_id: str, *, by: Actor) -> bytes:
        """Return the papers of a claim: application, names with amounts, plan and the four forms. Raises NotFound."""
        claim, file = self.runs.run(lambda use: use.exam.papers.of_claim(claim_id, by=by))
        drawn = self._drawn(file, by)
        before = [drawn.application(claim), drawn.heads(claim), opening_form.plan(file)]
        return writing.forms([*before, *(drawn.made(name) for name in FORMS)])

    def _drawn(self, file: ClassFile, by: Actor) -> "Drawn":
        labels = self.labels([place.person_id for place in file.women], by=by)
        return Drawn(file, labels, {paper.person_id: paper.identity for paper in file.papers if paper.identity.name})


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is known of a class and its women while its forms are written."""

    file: ClassFile
    labels: Mapping[str, Label]
    printed: Mapping[str, Identity]

    def made(self, name: str) -> writing.Form:
        """Return one of FORMS, or the list of the exam."""
        match name:
            case "roster":
                return self._form("花名册", FILED, [self._person(it) for it in self.file.women])
            case "attendance":
                return self._form(
                    "出勤簿", attendance_columns(self.file.sessions), [self._was(it) for it in self.file.women]
                )
            case "exam":
                listed = [it for it in self.file.women if it.id in self.file.listed]
                return self._form("考试名单", EXAM_LIST, [self._person(it) for it in listed])
            case "scores":
                return self._form("成绩单", SCORES, [self._score(it) for it in self.file.women if it.qualified])
            case _:
                return self._form(
                    "颁证花名册", CERTIFIED, [self._paper(n, it) for n, it in enumerate(self.file.valid, 1)]
                )

    def application(self, claim: Claim) -> writing.Form:
        """Return the application form of the subsidy: the class, the heads, the amount and the table it follows."""
        plan, heads = self.file.klass.plan, self.file.heads
        said = {
            "班级": plan.title,
            "开班编号": plan.number,
            "课时": str(plan.minutes // LESSON),
            "起止": f"{plan.starts_on} 至 {plan.ends_on}",
            "在班人数": str(heads.enrolled),
            "学时够的人数": str(heads.attended),
            "考过的人数": str(heads.passed),
            "发证人数": str(heads.certified),
            "申请补贴人数": str(len(claim.counted)),
            "申请补贴金额（元）": money.yuan(claim.fen),
            "大写": money.capital(claim.fen),
            "其中就业加发（元）": money.yuan(sum(it.job_fen for it in claim.counted)),
            "标准": claim.basis.document,
        }
        return writing.Form(
            "申请表", [["职业技能培训补贴申请表"]], ["项目", "内容"], [[*pair] for pair in said.items()]
        )

    def heads(self, claim: Claim) -> writing.Form:
        """Return the list of names that belongs to the application."""
        paid = {"paid_on": claim.paid.on, "voucher": claim.paid.voucher} if claim.paid else {}
        rows = [
            {
                "no": n,
                "name": self._name(it.person_id),
                "id_no": self._known(it.person_id).id_no,
                "number": it.number,
                "fen": money.yuan(it.fen),
                "job_fen": money.yuan(it.job_fen) if it.job_fen else "",
                "state": STATES[claim.state],
                **paid,
            }
            for n, it in enumerate(claim.counted, 1)
        ]
        made = page("补贴名单", ["申请补贴人员名单"], PAID, rows)
        return replace(made, foot=[["合计", "", "", "", money.yuan(claim.fen)]])

    def _form(self, name: str, columns: Any, rows: Sequence[Mapping[str, Any]]) -> writing.Form:
        plan = self.file.klass.plan
        under = f"{plan.title}，{plan.number}，{plan.starts_on} 至 {plan.ends_on}"
        return page(name, [f"培训{name}", under], columns, rows)

    def _person(self, place: Enrolment) -> dict[str, str]:
        card, known = self.file.bands.get(place.person_id, {}), self._known(place.person_id)
        label = self.labels.get(place.person_id, {})
        return {
            "no": self.file.number(place),
            "name": self._name(place.person_id),
            "sex": known.sex,
            "education": EDUCATION.get(card.get("education", ""), ""),
            "born": known.born,
            "id_no": known.id_no,
            "phone": str(label.get("phone", "")),
            "place": str(label.get("place", "")),
            "hukou": HUKOU.get(card.get("hukou", ""), ""),
            "came": CAME.get(place.origin.channel, ""),
        }

    def _was(self, place: Enrolment) -> dict[str, str]:
        marks = {one.id: mark_word(one.ticks.get(place.id)) for one in self.file.sheets}
        return {"no": self.file.number(place), "name": self._name(place.person_id), **marks}

    def _score(self, place: Enrolment) -> dict[str, Any]:
        last = place.scores[-1] if place.scores else None
        points = {"theory": last.theory, "practice": last.practice} if last else {}
        return {"no": self.file.number(place), "name": self._name(place.person_id), **points}

    def _paper(self, n: int, place: Enrolment) -> dict[str, Any]:
        paper = self.file.paper(place)
        person = self._person(place)
        out = {"handed_on": paper.handed.on, "signed": dict(SIGNATURES)[paper.handed.signed]} if paper.handed else {}
        return {**person, **self._score(place), "no": n, "number": paper.number, "unit": paper.source.unit, **out}

    def _known(self, person_id: str) -> Identity:
        return self.printed.get(person_id) or Identity("", "", str(self.labels.get(person_id, {}).get("id_no", "")))

    def _name(self, person_id: str) -> str:
        return self._known(person_id).name or str(self.labels.get(person_id, {}).get("name", ""))


def title(one: TrainingClass, name: str) -> str:
    """Return the file's name: the class's number and the form."""
    return f"{one.plan.number}-{name}.xlsx"
