"""What log lines say of an error: kinds and places, never its words."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog

from shared.web import logs

ID_NUMBER = "431230199001011234"


def broken() -> None:
    try:
        int(ID_NUMBER + "x")
    except ValueError as first:
        raise KeyError(f"龙英 {ID_NUMBER}") from first


def test_an_error_in_a_line_of_ours_loses_its_words(capsys: pytest.CaptureFixture[str]):
    logs.configure("INFO")
    try:
        broken()
    except KeyError:
        structlog.get_logger("x").exception("bug")
    logs.configure("CRITICAL")
    told(capsys.readouterr().out)


@contextmanager
def as_a_program() -> Iterator[None]:
    root, kafka = logging.getLogger(), logging.getLogger("kafka")
    before, level, quiet, hook = root.handlers[:], root.level, kafka.level, sys.excepthook
    try:
        logs.lines_of_programs("INFO")
        yield
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        kafka.setLevel(quiet)
        sys.excepthook = hook


def test_an_error_in_a_line_of_a_library_loses_its_words(capsys: pytest.CaptureFixture[str]):
    with as_a_program():
        try:
            broken()
        except KeyError:
            logging.getLogger("somebody.else").exception("it broke")
    told(capsys.readouterr().err)


def test_an_error_that_ends_a_program_loses_its_words(capsys: pytest.CaptureFixture[str]):
    with as_a_program():
        try:
            broken()
        except KeyError as error:
            sys.excepthook(KeyError, error, error.__traceback__)
    told(capsys.readouterr().err)


@pytest.mark.parametrize(
    ("words", "arguments", "said"),
    [
        ("Error handling request %s %s", ("GET", "/training/calendars/secret.ics"), "Error handling request GET …"),
        ("Invalid request from ip=::1: GET /secret", (), "Invalid request from ip=::1"),
        ("Worker (pid:%s) was sent %s!", (71, "SIGKILL"), "Worker (pid:71) was sent SIGKILL!"),
    ],
)
def test_a_servers_line_keeps_plain_words_and_numbers_and_no_address(words: str, arguments: tuple, said: str):
    line = logging.LogRecord("gunicorn.error", logging.ERROR, "", 1, words, arguments, None)
    assert logs.without_what_was_sent(line)
    assert line.getMessage() == said


def told(line: str) -> None:
    said = json.loads(line)["exception"]
    assert [one for one in said if not one.startswith(" ")] == ["KeyError", "ValueError"]
    assert any("web/test_logs.py:" in one and one.endswith("in broken") for one in said)
    assert ID_NUMBER not in line
    assert "龙英" not in line
