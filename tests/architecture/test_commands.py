"""Commands that the documents name are understood by the services, word by word."""

import importlib
import re
import shlex

import click
import pytest

from shared.settings import SERVICES
from tests.architecture.test_docs import HAND, ROOT

LOCAL = re.compile(r"make do WHAT=\\?\"(?P<service>\w+) (?P<words>[^\"\\]+)\\?\"")
ELSEWHERE = re.compile(r"python -m services\.(?P<service>\w+) (?P<words>[^`|…\n]+)")
NAMED = [
    (str(path.relative_to(ROOT)), found["service"], found["words"].strip())
    for path in HAND
    for pattern in (LOCAL, ELSEWHERE)
    for found in pattern.finditer(path.read_text("utf-8"))
    if found["service"] in SERVICES
]


def understood(service: str, words: list[str]) -> None:
    """Raise click.UsageError or AssertionError where a word is no command or option."""
    command: click.Command = importlib.import_module(f"services.{service}.__main__").cli
    while isinstance(command, click.Group):
        if not words or words[0] == "--help":
            return
        context = click.Context(command)
        _, found, words = command.resolve_command(context, words)
        assert found is not None
        command = found
    options = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help"}
    assert [word for word in words if word.startswith("--") and word not in options] == []


@pytest.mark.parametrize(("document", "service", "words"), NAMED, ids=lambda value: value)
def test_a_command_of_a_document_is_understood(document: str, service: str, words: str):
    understood(service, shlex.split(words))


def test_there_are_commands_and_a_wrong_word_is_found():
    assert len(NAMED) > 8
    with pytest.raises(click.UsageError):
        understood("training", ["plan-clas"])
    with pytest.raises(AssertionError):
        understood("loans", ["policy", "show", "--onn", "2027-01-01"])
