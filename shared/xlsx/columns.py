"""Columns: what a field is called on people's sheets, taken from the schema that also makes form and API."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marshmallow import Schema, fields

from shared.web.schema import Length, Ui
from shared.xlsx.headings import HEADINGS, PARTS

_ASIDE = re.compile(r"[（(].*?[）)]|[*＊：:·]")
_BRACKETS = re.compile(r"[（()）]")


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a sheet. `names` are the headings it is known by, the first is ours; `choices` are shown words.

    `parts` are the headings of several columns that say the same together: 乡镇 and 村 for where somebody lives.
    """

    field: str
    names: tuple[str, ...]
    required: bool
    choices: tuple[str, ...] = ()
    help: str = ""
    width: int = 12
    parts: tuple[tuple[str, ...], ...] = ()

    @property
    def label(self) -> str:
        """Return our own heading."""
        return self.names[0]


def columns_of(schema: Schema, others: Mapping[str, Sequence[str]]) -> tuple[Column, ...]:
    """Return the columns of a schema's fields in their order; `others` are headings by field of this sheet alone."""
    return tuple(_column(name, item, others.get(name, ())) for name, item in schema.load_fields.items())


def plain(heading: str) -> str:
    """Return a heading without spaces, width differences, stars and what stands in brackets."""
    return "".join(_ASIDE.sub("", unicodedata.normalize("NFKC", heading)).split()).lower()


def readings(heading: str) -> tuple[str, str]:
    """Return both ways to read a heading: what stands in brackets is an aside, or belongs to it (3月2日（上午）)."""
    return plain(heading), plain(_BRACKETS.sub("", heading))


def letter(index: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _column(name: str, item: "fields.Field[object]", others: Sequence[str]) -> Column:
    ui: Ui = item.metadata["ui"]
    most = next((one.most for one in item.validators if isinstance(one, Length)), 12)
    return Column(
        field=name,
        names=tuple(dict.fromkeys((ui.label, *others, *HEADINGS.get(ui.label, ())))),
        required=item.required,
        choices=tuple(str(label) for _, label in ui.options()),
        help=str(ui.help),
        width=max(8, min(most + 4, 24)),
        parts=tuple(tuple(part) for part in PARTS.get(ui.label, ())),
    )
