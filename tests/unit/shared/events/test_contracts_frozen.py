"""What has been published stays what it was: committed shapes, and only harmless changes since their first commit."""

import copy
import json
import subprocess
from pathlib import Path

import pytest

from shared.events.registry import contracts
from shared.events.schemas import FOLDER, breaks, render

ROOT = Path(__file__).parents[4]


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_committed_shapes_are_those_of_the_code_byte_for_byte() -> None:
    assert {file.name.removesuffix(".json"): file.read_text() for file in FOLDER.glob("*.json")} == {
        one.full: render(one.full, one.schema) for one in contracts()
    }


def test_no_shape_has_changed_so_that_a_reader_of_its_first_version_would_stumble() -> None:
    found = {}
    for file in sorted(FOLDER.glob("*.json")):
        path = str(file.relative_to(ROOT))
        first = git("log", "--diff-filter=A", "--format=%H", "--", path).split()
        if first:
            old = json.loads(git("show", f"{first[-1]}:{path}"))
            found[file.name] = list(breaks(old, json.loads(file.read_text())))
    assert {name: broken for name, broken in found.items() if broken} == {}


OLD = {
    "type": "object",
    "required": ["a", "b"],
    "properties": {
        "a": {"type": "string", "maxLength": 5},
        "b": {"type": "array", "items": {"type": "integer"}},
        "c": {"type": "string", "enum": ["x", "y"]},
        "d": {"type": "object", "properties": {"e": {"type": "string"}}},
    },
}


def changed(path: str, value: object) -> dict:
    new = copy.deepcopy(OLD)
    *way, last = path.split("/")
    at = new
    for step in way:
        at = at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return new


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("properties/c", None, "c is gone"),
        ("required", ["a", "b", "c"], "c is required now"),
        ("required", ["a"], "b may be absent now"),
        ("properties/a/maxLength", 4, "a: maxLength is narrower"),
        ("properties/a/type", "integer", "a was string, is integer"),
        ("properties/b/items/type", "string", "b[] was integer, is string"),
        ("properties/a/minLength", 1, "a: minLength is narrower"),
        ("properties/a/pattern", "^x$", "a: pattern has changed"),
        ("properties/a/enum", ["x"], "a: fewer values are allowed"),
        ("properties/c/enum", ["x"], "c: fewer values are allowed"),
        ("properties/d/properties/e", None, "d.e is gone"),
    ],
)
def test_a_change_that_breaks_a_reader_is_seen(path: str, value: object, sentence: str) -> None:
    assert list(breaks(OLD, changed(path, value))) == [sentence]


def test_an_optional_field_more_and_wider_limits_break_nobody() -> None:
    assert list(breaks(OLD, changed("properties/a/maxLength", 9))) == []
    assert list(breaks(OLD, changed("properties/c/enum", ["x", "y", "z"]))) == []
    assert list(breaks(OLD, changed("properties/f", {"type": "string"}))) == []
    assert list(breaks(OLD, OLD)) == []
