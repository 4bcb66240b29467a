"""The JSON side of loans: once only, in order, each to its own."""

from shared.access import Actor
from shared.ids import new_id
from tests.builders.loans import ELSEWHERE, PATH
from tests.builders.world import World, a_woman, an_officer

API = "/loans/api/v1/applications"


def keyed(key: str | None = None) -> dict[str, str]:
    return {"Idempotency-Key": key or new_id()}


def begun(loans: World, woman: Actor) -> dict:
    answer = loans.as_(woman).post(API, json={}, headers=keyed())
    assert answer.status_code == 201, answer.text
    return answer.json


def test_a_command_sent_twice_is_done_once_and_answered_the_same(loans: World, woman: Actor):
    key = keyed()
    first = loans.as_(woman).post(API, json={}, headers=key)
    again = loans.as_(woman).post(API, json={}, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json
    assert loans.db.applications.count_documents({}) == 1


def test_the_same_key_with_another_request_is_refused(loans: World, woman: Actor):
    one, key = begun(loans, woman), keyed()
    where = f"{API}/{one['id']}/need"
    assert loans.as_(woman).put(where, json={"amount_fen": 8_000_000}, headers=key).status_code == 200
    other = loans.as_(woman).put(where, json={"amount_fen": 9_000_000}, headers=key)
    assert (other.status_code, other.json["slug"]) == (422, "key_reused")


def test_a_refusal_is_not_kept_under_its_key(loans: World, woman: Actor):
    one, key = begun(loans, woman), keyed()
    where = f"{API}/{one['id']}/need"
    refused = loans.as_(woman).put(where, json={"amount_fen": 99_000_000}, headers=key)
    assert refused.status_code == 422
    assert refused.json["fields"]["amount_fen"][0]["slug"] == "above_ceiling_one_zero"
    assert loans.as_(woman).put(where, json={"amount_fen": 9_900_000}, headers=key).status_code == 200


def test_without_a_key_nothing_is_done(loans: World, woman: Actor):
    answer = loans.as_(woman).post(API, json={})
    assert (answer.status_code, answer.json["slug"]) == (400, "key_missing")
    assert loans.db.applications.count_documents({}) == 0


def test_a_second_open_application_conflicts(loans: World, woman: Actor):
    begun(loans, woman)
    answer = loans.as_(woman).post(API, json={}, headers=keyed())
    assert (answer.status_code, answer.json["slug"]) == (409, "application_open")
    assert "DK-431230-2026-000001" in answer.json["title"]


def test_what_was_taken_back_can_be_neither_filled_nor_taken_back_again(loans: World, woman: Actor):
    one = begun(loans, woman)
    client = loans.as_(woman)
    assert client.post(f"{API}/{one['id']}/withdrawal", headers=keyed()).status_code == 200
    for answer in (
        client.post(f"{API}/{one['id']}/withdrawal", headers=keyed()),
        client.put(f"{API}/{one['id']}/need", json={}, headers=keyed()),
    ):
        assert (answer.status_code, answer.json["slug"]) == (409, "not_in_this_state")


def test_a_sheet_made_from_an_older_version_is_refused(loans: World, woman: Actor):
    one = begun(loans, woman)
    where = f"{API}/{one['id']}/business"
    assert loans.as_(woman).put(where, json={"version": 0, "trade": "craft"}, headers=keyed()).status_code == 200
    stale = loans.as_(woman).put(where, json={"version": 0, "trade": "farm"}, headers=keyed())
    assert (stale.status_code, stale.json["slug"]) == (409, "changed_meanwhile")
    assert loans.as_(woman).get(f"{API}/{one['id']}").json["draft"]["business"]["trade"] == "craft"


def test_another_womans_application_does_not_exist_nor_does_one_of_another_county(loans: World, woman: Actor):
    one = begun(loans, woman)
    for who in (a_woman(), an_officer("county_officer", ELSEWHERE)):
        assert loans.as_(who).get(f"{API}/{one['id']}").status_code == 404
    stranger = loans.as_(a_woman()).put(f"{API}/{one['id']}/need", json={}, headers=keyed())
    assert stranger.status_code == 404
    assert loans.as_(an_officer("county_officer", PATH[:2])).get(f"{API}/{one['id']}").status_code == 200


def test_who_is_not_signed_in_is_asked_to_and_a_bank_has_no_business_here(loans: World):
    assert loans.as_(None).get(API).status_code == 401
    assert loans.as_(an_officer("bank_officer", PATH[:2])).get(API).status_code == 403


def test_a_request_from_another_site_is_refused(loans: World, woman: Actor):
    headers = {**keyed(), "Sec-Fetch-Site": "cross-site"}
    assert loans.as_(woman).post(API, json={}, headers=headers).status_code == 403


def test_a_woman_whom_no_event_has_brought_yet_waits_for_applicant_and_is_told_so(loans: World):
    answer = loans.as_(a_woman()).post(API, json={}, headers=keyed())
    assert (answer.status_code, answer.json["slug"]) == (503, "peer_unavailable")
    assert answer.headers["Retry-After"] == "5"
