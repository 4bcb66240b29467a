"""A woman reads who looked at her data, in words: never a code of ours."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.applicant.domain.nomination import REASONS
from services.applicant.usecases.ports import Seen
from services.applicant.web.shown import lines
from shared.web.words import texts

pytestmark = pytest.mark.usefixtures("words")

USECASES = Path(__file__).parents[4] / "services" / "applicant" / "usecases"
HERSELF = {"sign_in"}  # what she does herself does not stand on the list
AT = datetime(2026, 11, 30, tzinfo=UTC)


def acts() -> set[str]:
    """Return every act that the use cases note with the women it was about."""
    calls = [
        node
        for file in USECASES.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Deed"
    ]
    about_her = [one.args[0] for one in calls if len(one.args) > 3]
    return {str(one.value) for one in about_her if isinstance(one, ast.Constant)} - HERSELF


def line(act: str, reason: str = "", actor: str = "svc:loans") -> dict[str, object]:
    return lines([Seen(AT, actor, "", "", act, ["name"], reason)], {})[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_act_that_is_noted_about_a_woman_has_words(language: str):
    found = acts()
    assert {"person.case", "person.print", "title.nominate"} <= found
    assert {f"act.{one}" for one in found} <= set(texts(language))


def test_a_service_is_named_and_what_it_asked_for():
    said = line("person.print", "certificate", actor="svc:training")
    assert (said["who"], said["why"]) == ("培训", "发结业证")


@pytest.mark.parametrize("reason", sorted({one for codes in REASONS.values() for one in codes}))
def test_the_cause_of_an_act_on_her_title_is_said(reason: str):
    assert line("title.watch", reason)["why"] == texts("zh")[f"title_reason.{reason}"]


def test_an_officers_own_words_stay_as_they_are():
    assert line("person.reveal", "回访 100%", actor="b" * 32)["why"] == "回访 100%"
