"""Units, persons, consents and cards."""

from datetime import UTC, date, datetime

import pytest

from services.applicant.domain.card import age_band
from services.applicant.domain.consent import Consent, Notice, missing
from services.applicant.domain.person import Channel, Origin, Person, PersonAmended
from services.applicant.domain.unit import Kind, Plan, UnitClosed, UnitMerged, UnitMoved, UnitOpened
from services.applicant.events.outbound import to_message
from shared.errors import Conflict, Refused
from shared.events.registry import contracts
from shared.regions import Level
from tests.builders.applicant import TODAY, a_tree, details, unit_id

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def unit(title: str):
    return next(one for one in a_tree() if one.title == title)


def test_offices_have_their_countys_level_and_hang_nowhere_else() -> None:
    office = unit("通道侗族自治县").open_below("f" * 32, Plan(Kind.HR, "人社局"), TODAY)
    assert (office.level, office.division) == (Level.COUNTY, None)
    for other in (unit("双江镇"), office, unit("怀化市")):
        with pytest.raises(Refused, match="office_needs_county"):
            other.open_below("e" * 32, Plan(Kind.BANK, "银行"), TODAY)


def test_nothing_hangs_below_a_village() -> None:
    with pytest.raises(Refused, match="nothing_below_village"):
        unit("芋头村").open_below("f" * 32, Plan(Kind.FEDERATION, "芋头组"), TODAY)


def test_a_closed_unit_takes_nothing() -> None:
    village = unit("芋头村")
    village.close(TODAY, open_below=0)
    assert isinstance(village.news[-1], UnitClosed)
    for act in (
        lambda: village.close(TODAY, open_below=0),
        lambda: village.rename("新芋头村"),
        lambda: village.move_below(unit("县溪镇"), TODAY),
        lambda: village.open_below("f" * 32, Plan(Kind.FEDERATION, "x"), TODAY),
    ):
        with pytest.raises(Conflict, match="unit_closed"):
            act()


def test_a_unit_is_closed_after_what_hangs_below_it() -> None:
    with pytest.raises(Refused, match="unit_has_open_below"):
        unit("双江镇").close(TODAY, open_below=4)
    with pytest.raises(Refused, match="root_stays"):
        unit("怀化市").close(TODAY, open_below=0)


def test_a_village_goes_on_in_an_open_village_beside_it_only() -> None:
    village, beside = unit("芋头村"), unit("塘冲村")
    elsewhere, closed = unit("县溪镇"), unit("塘冲村")
    closed.close(TODAY, open_below=0)
    far = elsewhere.open_below("e" * 32, Plan(Kind.FEDERATION, "远处村"), TODAY)
    for into in (village, elsewhere, closed, far, unit("通道侗族自治县")):
        with pytest.raises(Refused, match="wrong_successor"):
            village.merge_into(into, TODAY)
    with pytest.raises(Refused, match="wrong_successor"):
        elsewhere.merge_into(unit("双江镇"), TODAY)
    village.merge_into(beside, TODAY)
    assert (village.closed_on, village.successor) == (TODAY, beside.id)
    assert [type(one) for one in village.news[-2:]] == [UnitClosed, UnitMerged]
    with pytest.raises(Conflict, match="unit_closed"):
        village.merge_into(beside, TODAY)


def test_a_village_moves_to_another_township_only() -> None:
    village = unit("芋头村")
    village.move_below(unit("县溪镇"), TODAY)
    assert village.path[-2] == unit_id("431230101")
    assert isinstance(village.news[-1], UnitMoved)
    for to in ("通道侗族自治县", "怀化市", "塘冲村"):
        with pytest.raises(Refused, match="wrong_level"):
            village.move_below(unit(to), TODAY)
    with pytest.raises(Conflict, match="unit_hangs_there"):
        village.move_below(unit("县溪镇"), TODAY)


@pytest.mark.parametrize(("title", "slug"), [("", "title_empty"), (" ", "title_empty"), ("长" * 61, "title_too_long")])
def test_a_title_has_some_characters(title: str, slug: str) -> None:
    with pytest.raises(Refused, match=slug):
        unit("芋头村").rename(title)


def test_every_piece_of_news_is_what_was_promised() -> None:
    village, woman = unit("芋头村"), a_person()
    village.move_below(unit("县溪镇"), TODAY)
    village.close(TODAY, open_below=0)
    woman.amend(TODAY, details=details(education="60"))
    for news in (*village.news, *woman.news):
        message = to_message(news)
        contracts().validate(message.type, message.data)
    opened = to_message(UnitOpened(village)).data
    assert opened["division"] is None, "no village code leaves"


def a_person() -> Person:
    path = (unit_id("431200"), unit_id("431230"))
    return Person.register("a" * 32, path, details(), Origin(Channel.SELF, "a" * 32, TODAY))


def test_an_amendment_names_what_is_different_and_nothing_else_is_news() -> None:
    woman = a_person()
    assert woman.amend(TODAY, details=details()) == []
    assert woman.amend(TODAY, details=details(education="60", id_no="x"), path=(*woman.path, "f" * 32)) == [
        "education",
        "place",
    ]
    assert woman.details.id_no == details().id_no, "the number changes on papers only"
    assert [type(news) for news in woman.news[1:]] == [PersonAmended]


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2008, 3, 3), "under_18"),
        (date(2008, 3, 2), "18_35"),
        (date(1990, 3, 3), "18_35"),
        (date(1990, 3, 2), "36_45"),
        (date(1980, 3, 2), "46_55"),
        (date(1970, 3, 3), "46_55"),
        (date(1970, 3, 2), "over_55"),
    ],
)
def test_age_bands_change_on_the_birthday(born: date, band: str) -> None:
    assert age_band(born, TODAY) == band


def test_a_card_says_nothing_that_names_her() -> None:
    text = str(a_person().card())
    for secret in (details().name, details().id_no, details().phone, "1985"):
        assert secret not in text


def a_notice(purpose: str = "news", *, must: bool = False) -> Notice:
    return Notice(purpose, "CN-1", "t", "words", ("phone",), must)


def test_a_changed_word_is_another_notice() -> None:
    assert a_notice().hash != Notice("news", "CN-1", "t", "other words", ("phone",), False).hash


def test_only_what_must_be_ticked_is_missing() -> None:
    assert missing([a_notice("registration", must=True), a_notice()], []) == ["registration"]
    assert missing([a_notice("registration", must=True), a_notice()], ["registration"]) == []


def test_she_alone_takes_a_consent_back_once() -> None:
    consent = Consent("c", "a", "news", "CN-1", "h", "self", "a", NOW)
    with pytest.raises(Refused, match="only_she_withdraws"):
        consent.withdraw("b", NOW)
    consent.withdraw("a", NOW)
    with pytest.raises(Conflict, match="consent_withdrawn"):
        consent.withdraw("a", NOW)
    with pytest.raises(Refused, match="ask_for_erasure"):
        Consent("c", "a", "registration", "CN-1", "h", "self", "a", NOW).withdraw("a", NOW)
