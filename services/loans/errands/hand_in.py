"""Before she hands in, applicant is asked for what a rule needs of her; without an answer that is unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from services.loans.domain.application import Application, State
from services.loans.domain.hand_in import Told
from services.loans.domain.judge import Verdict
from services.loans.usecases import UseCases
from shared.access import Actor
from shared.errands.peer import Peer
from shared.errors import Denied, NotFound, Problem, Refused, Unavailable
from shared.running import Done, Once, Runs


@dataclass(frozen=True, slots=True)
class HandIn:
    """Ask, then run one use case; the first time or after a return, as the application stands."""

    applicant: Peer
    training: Peer
    runs: Runs[UseCases]

    def __call__(self, application_id: str, consents: Sequence[str], once: Once, *, by: Actor) -> Done:
        """Return the application's id. Raises what the use cases raise."""
        found = self.runs.ask(lambda use: use.application.find.one(application_id, by=by))
        told = self.told(found, by=by)

        def work(use: UseCases) -> str:
            verb = use.submission.submit if found.state is State.DRAFT else use.submission.resubmit
            return verb(application_id, told, consents, by=by).id

        try:
            return self.runs.once(once, work)
        except Refused as refused:
            if refused.slug == "not_eligible":
                reasons = list(cast("list[str]", refused.facts["reasons"]))
                self.runs.run(lambda use: use.desk.figures.kept_out(found.place, reasons))
            raise

    def keep_try(self, application_id: str, once: Once, *, by: Actor) -> Done:
        """Keep that she would hand in if the rules let her, and count what keeps her out. Raises as KeepTry does."""
        found = self.runs.ask(lambda use: use.application.find.one(application_id, by=by))
        told = self.told(found, by=by)

        def work(use: UseCases) -> str:
            use.desk.figures.kept_out(found.place, use.submission.keep_try(application_id, told, by=by))
            return application_id

        return self.runs.once(once, work)

    def verdict(self, application_id: str, *, by: Actor) -> Verdict:
        """Return what handing in would say now; nothing is stored."""
        found = self.runs.ask(lambda use: use.application.find.one(application_id, by=by))
        told = self.told(found, by=by)
        return self.runs.ask(lambda use: use.submission.check.verdict(found, told))

    def told(self, found: Application, *, by: Actor) -> Told | None:
        """Return what applicant tells of her for judging, None when it does not answer."""
        family = found.draft.family
        stands = [one for one in (family.guarantor_id_no, family.guarantor_spouse_id_no) if one]
        partners = [one.id_no for one in found.draft.partners if one.id_no]
        kin = [one for one in (family.spouse_id_no, *partners, *stands) if one]
        try:
            facts = self.applicant.post(f"/persons/{found.person_id}/facts", {"purpose": "judge", "kin": kin}, by=by)
        except (Unavailable, NotFound, Denied):
            return None
        others = len(kin) - len(stands)
        return _told(facts, slice(others - len(partners), others))

    def certificates(self, person_id: str, *, by: Actor) -> list[Mapping[str, Any]]:
        """Return the valid certificates that training has of her; empty when it does not answer."""
        try:
            found = self.training.get(f"/persons/{person_id}/certificates", by=by)
        except Problem:
            return []
        return [one for one in found["items"] if one["state"] == "valid"]


def _told(facts: Mapping[str, Any], partners: slice) -> Told:
    asked_at = datetime.fromisoformat(facts["asked_at"])
    codes = tuple(facts["groups"]), tuple(facts["barred"])
    hers, *kin = facts["marks"]
    marks, own = tuple(dict.fromkeys((hers, *kin))), tuple(facts["enterprises"])
    stands = tuple(kin[partners.stop :])  # who stands for her, and that person's husband or wife, were asked last
    return Told(facts["birth_month"], facts["sex"], *codes, asked_at, marks, stands, own, tuple(kin[partners]))
