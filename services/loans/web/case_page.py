"""The context of a case page: what everybody in reach sees, and the decision that is this reader's to make."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.loans.domain import numerals
from services.loans.domain.acts import open_points
from services.loans.domain.application import Application
from services.loans.domain.hand_in import Told
from services.loans.domain.reasons import Reasons
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.usecases.desk.ports import Claim
from services.loans.web import answers, case_shown, hers, verdicts
from services.loans.web.pages_consent import standing
from shared import money
from shared.errands.labels import Label
from shared.errors import NotFound
from shared.ids import new_id
from shared.running import Runs
from shared.web.identity.gate import actor, allowed

WAYS = ("pass", "return", "reject")
FUND_ACTS = frozenset({"recommend", "guarantee"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as it was read for one page."""

    application: Application
    claim: Claim | None
    reasons: Reasons
    mine: bool
    hand: str

    @property
    def act(self) -> str:
        """Return what is to be done at its desk."""
        return self.application.case.step.act

    @property
    def blocked(self) -> list[str]:
        """Return the conditions that keep it from being recommended, as far as a tick cannot settle them."""
        verdict = self.application.verdict
        return list(verdict.reasons) if verdict and self.act == "recommend" else []


@dataclass(frozen=True, slots=True)
class CasePage:
    """Reads a case, and everything around it, for templates/loans/case.html."""

    run: Runs[UseCases]
    errands: Errands

    def seen(self, case_id: str) -> Seen:
        """Return the case; raises NotFound outside reach and for a draft."""
        by = actor()

        def ask(use: UseCases) -> Seen:
            found, claim = use.desk.queue.case(case_id, by=by)
            if found.review is None:
                raise NotFound("application_not_found")
            hand = case_shown.hand_of(found, by)
            vote = case_shown.panel(found, by.id)
            mine = not vote["mine"] if vote else claim is not None and claim.by == by.id
            mine = bool(hand) and mine
            return Seen(found, claim, use.desk.routes.reasons(found.place), mine, hand)

        return self.run.ask(ask)

    def context(self, seen: Seen, way: str) -> dict[str, Any]:
        """Return everything the template shows."""
        application, today = seen.application, self._today()
        label, titles = self._label(seen), self._titles(application)
        verdict = application.verdict
        return {
            "application": application,
            "case": application.case,
            "label": label,
            "title": case_shown.heading(application, label["name"] if label else application.number),
            "where": label["place"] if label else titles.get(application.place[-1], ""),
            "claim": seen.claim,
            "mine": seen.mine,
            "hand": seen.hand,
            "act": seen.act,
            "way": way,
            "blocked": seen.blocked,
            "unknown": open_points(verdict, ()) if verdict else [],
            "used": application.case.clock.used(today),
            "today": today,
            "verdict": verdicts.rows(verdict) if verdict else [],
            "about_her": verdicts.about_her(verdict) if verdict else [],
            "foot": case_shown.foot(application),
            "timeline": case_shown.timeline(application, titles),
            "office": titles.get(application.case.step.office, ""),
            "reasons": seen.reasons,
            "asked_reasons": seen.reasons.named(application.case.asked.reasons) if application.case.asked else [],
            "proposal": self._proposal(seen),
            "panel": case_shown.panel(application, actor().id),
            "beside": [titles.get(one.office, "") for one in application.case.beside],
            "sheets": answers.shown(application.draft),
            "registered": answers.registered(application.draft, self._told(application)),
            "n_notes": self._notes(application),
            "may": {"work": allowed("desk.work"), "archive": allowed("archive.make")},
            "capital": numerals.capital(application.asked.amount_fen),
            "changes": case_shown.changes(application),
            "papers": self.run.ask(lambda use: hers.papers_of(use, application)),
            "consents": [one for one in self.run.ask(lambda use: standing(use, application)) if one["asked"]],
            "new_once": new_id,
            "fund": self._fund(application) if seen.act in FUND_ACTS and seen.hand else None,
        }

    def preview(self, seen: Seen, codes: list[str], due_on: str) -> dict[str, Any] | None:
        """Return the message she would get for these reasons, None when applicant does not answer."""
        found = seen.reasons.named(codes)
        label = self._label(seen)
        params = {
            "name": label["name"] if label else seen.application.number,
            "n": str(len(found)),
            "items": case_shown.items(found),
            "date": due_on,
        }
        return self.errands.preview("returned", params, by=actor()) if found else None

    def whole_label(self, case_id: str) -> Label | None:
        """Return her name in full for who holds the case, None for others and when applicant does not answer."""
        return self._whole(self.seen(case_id))

    def _whole(self, seen: Seen) -> Label | None:
        if not seen.mine or seen.claim is None:
            return None
        return self.errands.case_label(seen.application, seen.claim, by=actor())

    def _label(self, seen: Seen) -> Label | None:
        whole = self._whole(seen)
        if whole is not None:
            return whole
        person_id = seen.application.person_id
        return self.errands.labels([person_id], by=actor()).get(person_id)

    def _titles(self, application: Application) -> dict[str, str]:
        wanted = case_shown.offices(application)
        return self.run.ask(lambda use: {unit.id: unit.title for unit in use.replica.units.some(wanted)})

    def _notes(self, application: Application) -> int | None:
        by = actor()
        return len(self.run.ask(lambda use: use.desk.notes.of(application.id, by=by))) if allowed("case.note") else None

    def _told(self, application: Application) -> Told | None:
        return self.run.ask(lambda use: use.submission.known(application.id))

    def _today(self) -> date:
        return self.run.ask(lambda use: use.desk.today())

    def _proposal(self, seen: Seen) -> dict[str, Any] | None:
        proposal = seen.application.case.proposal
        if proposal is None:
            return None
        return {
            "by": proposal.by.name,
            "mine": proposal.by.id == actor().id,
            "on": proposal.on,
            "outcome": proposal.finding.outcome,
            "text": proposal.finding.text,
            "facts": case_shown.facts(proposal.finding),
            "together": bool(seen.application.case.step.also),
            "pictures": case_shown.pictures(proposal.finding),
            "reasons": seen.reasons.named(proposal.finding.reasons),
        }

    def _fund(self, application: Application) -> dict[str, Any]:
        place = application.place
        room, year = self.run.ask(lambda use: (use.fund.head_room(county_path=place), use.fund.year.of_place(place)))
        this_one = application.amount_fen
        left = room.free_fen - this_one
        return {
            "room": room,
            "year": year,
            "this_one": this_one,
            "limit": room.balance_fen * room.multiple,
            "shown": [money.wan(one) for one in (room.outstanding_fen, room.reserved_fen, this_one, left)],
            "short": money.wan(-left) if left < 0 else None,
        }
