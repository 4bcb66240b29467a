"""Certificates: what may happen to one, what its code proves, how it is laid out."""

import re
from datetime import date

import pytest

from services.training.domain.certificate import Reissue, Revocation, Source, State
from services.training.domain.news import CertificateRevoked
from services.training.errands.certificate_paper import CertificatePaper, in_chinese, spoken_days
from services.training.errands.check_page import CheckPage
from services.training.errands.signature import check, code_text
from shared.errors import Conflict, Refused
from shared.paper.signing import Seal
from tests.builders.training import DAY, a_certificate

URL = "https://jinguo.example"
SEAL = Seal.fresh()


def test_a_certificate_loses_its_worth_by_two_hands_for_a_listed_reason():
    one = a_certificate()
    with pytest.raises(Conflict, match="no_revocation_proposed"):
        one.revoke(by="r", today=DAY)
    with pytest.raises(Refused, match="not_listed"):
        one.propose_revocation("because", by="r", today=DAY)
    one.propose_revocation("cheated", by="r", today=DAY)
    with pytest.raises(Conflict, match="revocation_proposed"):
        one.propose_revocation("cheated", by="s", today=DAY)
    with pytest.raises(Refused, match="same_person"):
        one.revoke(by="r", today=DAY)
    assert (one.state, one.news) == (State.VALID, [])
    one.revoke(by="s", today=DAY)
    assert (one.state, one.news) == (State.REVOKED, [CertificateRevoked(one.id, one.person_id, "cheated", DAY)])
    assert one.revoked == Revocation("cheated", DAY, "s")
    with pytest.raises(Conflict, match="not_in_this_state"):
        one.propose_revocation("cheated", by="r", today=DAY)


def test_what_was_only_asked_for_may_be_let_go():
    one = a_certificate()
    with pytest.raises(Conflict, match="no_revocation_proposed"):
        one.leave_valid()
    one.propose_revocation("cheated", by="r", today=DAY)
    one.leave_valid()
    assert (one.state, one.proposed) == (State.VALID, None)


def test_paper_that_was_lost_is_made_again_and_does_not_count_again():
    one = a_certificate()
    one.printed = True
    with pytest.raises(Refused, match="not_listed"):
        one.reissue("because", by="r", today=DAY)
    one.reissue("lost", by="r", today=DAY)
    assert (one.printed, one.number, one.reissues) == (False, "ZS-431230-2026-000001", (Reissue("lost", DAY, "r"),))
    assert [(news.reissue, news.on) for news in one.news] == [(True, DAY)]
    assert "2026 年 11 月 24 日补发" in CertificatePaper(SEAL, URL)(one)
    one.source = Source(one.source.path, one.source.unit, origin="ledger")
    with pytest.raises(Refused, match="no_paper_of_ours"):
        one.reissue("lost", by="r", today=DAY)
    one.propose_revocation("cheated", by="r", today=DAY)
    one.revoke(by="s", today=DAY)
    with pytest.raises(Conflict, match="not_in_this_state"):
        one.reissue("lost", by="r", today=DAY)


def test_a_typed_name_is_compared_without_what_is_written_now_so_now_so():
    assert a_certificate().is_of(" 龙 秀英 ")
    assert a_certificate("买买提·阿依").is_of("买买提•阿依")
    assert not a_certificate().is_of("龙秀珍")


def test_the_code_proves_number_and_name_without_a_network():
    text = code_text(a_certificate(), SEAL, URL)
    found = check(text, SEAL.public_pem)
    assert text.startswith(f"{URL}/training/v/ABCD2345EFGH#")
    assert (found.number, found.code) == ("ZS-431230-2026-000001", "ABCD2345EFGH")
    assert found.is_of("龙秀英")
    assert not found.is_of("龙秀珍")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("000001", "000002"),
        lambda text: text.replace("ABCD", "ABCE"),
        lambda text: f"{code_text(a_certificate('吴小妹'), SEAL, URL).rpartition('.')[0]}.{text.rpartition('.')[2]}",
        lambda _: code_text(a_certificate(), Seal.fresh(), URL),
    ],
)
def test_a_code_with_anything_changed_is_not_genuine(spoil):
    with pytest.raises(Refused, match="code_not_genuine"):
        check(spoil(code_text(a_certificate(), SEAL, URL)), SEAL.public_pem)


def test_what_is_no_code_is_said_to_be_unreadable():
    for text in ("", "https://jinguo.example/training/v/ABCD2345EFGH", code_text(a_certificate(), SEAL, URL)[:-3]):
        with pytest.raises(Refused, match="code_unreadable"):
            check(text, SEAL.public_pem)


def test_the_page_to_take_along_holds_the_key_and_fetches_nothing():
    page = CheckPage(SEAL, URL)()
    assert SEAL.public_pem.decode().splitlines()[1] in page
    assert not re.search(r"\b(?:src|href|action)=|fetch\(|import\(|XMLHttp|url\(", page)


def test_the_paper_says_what_was_learnt_and_escapes_what_somebody_is_called():
    page = CertificatePaper(SEAL, URL)(a_certificate("<b>龙</b>"))
    for words in (
        "2026 年 8 月 31 日至 9 月 18 日",
        "修完 63 学时",
        "1988 年 4 月生",
        "431230********0428",
        "二〇二六年九月十八日",
    ):
        assert words in page
    assert "&lt;b&gt;龙&lt;/b&gt;" in page
    assert page.count("<svg") == 2


def test_days_are_written_as_on_paper():
    assert in_chinese(date(2026, 10, 20)) == "二〇二六年十月二十日"
    assert in_chinese(date(2030, 12, 31)) == "二〇三〇年十二月三十一日"
    assert spoken_days(date(2026, 12, 28), date(2027, 1, 8)) == "2026 年 12 月 28 日至 2027 年 1 月 8 日"
