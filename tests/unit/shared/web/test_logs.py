"""What log lines say of an error: kinds and places, never its words."""

import json
import logging

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


def test_an_error_in_a_line_of_a_library_loses_its_words(capsys: pytest.CaptureFixture[str]):
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    kafka = logging.getLogger("kafka").level
    try:
        logs.lines_of_programs("INFO")
        try:
            broken()
        except KeyError:
            logging.getLogger("somebody.else").exception("it broke")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        logging.getLogger("kafka").setLevel(kafka)
    told(capsys.readouterr().err)


def told(line: str) -> None:
    said = json.loads(line)["exception"]
    assert [one for one in said if not one.startswith(" ")] == ["KeyError", "ValueError"]
    assert any("web/test_logs.py:" in one and one.endswith("in broken") for one in said)
    assert ID_NUMBER not in line
    assert "龙英" not in line
