"""Settings come from the environment only; what is missing or dangerous stops the start with its name."""

import pytest

from shared.settings import Env, SettingsError, read

LOCAL = {
    "JINGUO_ENV": "local",
    "MONGODB_URL": "mongodb://m/",
    "KAFKA_BOOTSTRAP": "k:9092",
    "PUBLIC_URL": "http://localhost:8080/",
    "SECRETS_DIR": "secrets",
    "DATA_DIR": "data",
    "APPLICANT_URL": "http://a/",
    "TRAINING_URL": "http://t/",
    "LOANS_URL": "http://l/",
}
PRODUCTION = LOCAL | {"JINGUO_ENV": "production", "SMS_BACKEND": "http", "SMS_URL": "https://sms.example/"}


def test_a_local_run_needs_little_and_may_show_codes():
    found = read("loans", LOCAL)
    assert found.demonstration
    assert not found.totp
    assert (found.public_url, found.database, found.topic) == ("http://localhost:8080", "jinguo_loans", "loans.events")
    assert found.peers == {"applicant": "http://a", "training": "http://t"}


def test_production_shows_no_codes_and_asks_for_a_second_factor():
    found = read("applicant", PRODUCTION)
    assert found.env is Env.PRODUCTION
    assert not found.demonstration
    assert found.totp


@pytest.mark.parametrize("name", [name for name in LOCAL if name not in ("LOANS_URL",)])
def test_what_is_missing_is_named(name: str):
    with pytest.raises(SettingsError, match=name):
        read("loans", {key: value for key, value in LOCAL.items() if key != name})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"CLOCK_FILE": "clock"}, "CLOCK_FILE"),
        ({"SMS_BACKEND": "console"}, "console"),
        ({"SMS_BACKEND": ""}, "SMS_BACKEND"),
        ({"SMS_URL": ""}, "SMS_URL"),
        ({"JINGUO_ENV": "staging"}, "JINGUO_ENV"),
        ({"METRICS_PORT": "many"}, "METRICS_PORT"),
    ],
)
def test_production_does_not_start_with_what_is_only_for_trying_out(change: dict[str, str], says: str):
    with pytest.raises(SettingsError, match=says):
        read("loans", PRODUCTION | change)


def test_the_clock_may_be_moved_where_stories_are_played():
    found = read("loans", LOCAL | {"CLOCK_FILE": "clock", "METRICS_PORT": "8112", "WORK_SLOT": "1", "TOTP": "1"})
    assert str(found.clock_file) == "clock"
    assert (found.metrics_port, found.work_slot, found.totp) == (8112, 1, True)
