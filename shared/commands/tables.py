"""Tables and sentences for a terminal: Chinese at its right width, plain text where no terminal is."""

from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.table import Table

PIPE_WIDTH = 400


def show(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their heads, with how many there are."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for place, one in enumerate(head):
        table.add_column(one, overflow="fold", no_wrap=place == 0)  # what is copied into the next command stays whole
    count = 0
    for row in rows:
        table.add_row(*[str(cell) for cell in row])
        count += 1
    console = Console(soft_wrap=False)
    if not console.is_terminal:
        console.width = PIPE_WIDTH
    console.print(table if count else f"{title}: none")


def say(sentence: str) -> None:
    """Print one sentence."""
    click.echo(sentence)


def stop(sentence: str) -> click.ClickException:
    """Return what ends a command with a sentence and status 1."""
    return click.ClickException(sentence)
