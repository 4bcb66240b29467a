"""The client that asks twice sees each way in which a command can be done twice: planted here one by one."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, redirect, request
from pymongo.database import Database

from tests.builders import replays
from tests.builders.replays import DATABASE, ReplayingClient
from tests.stack import every_command

Rows = Database[dict[str, Any]]
FORM = {"_once": "k" * 32, "amount": "12", "version": "0"}


def honest(db: Rows) -> Any:
    """Do it once for its key, refuse another request under it and an old version."""
    row = {"_id": request.form["_once"], "said": sorted(request.form.items())}
    before = db.once.find_one({"_id": row["_id"]})
    if before is None:
        if db.things.find_one({"version": 1}):
            return "", 409
        db.things.insert_one({"version": 1})
        db.once.insert_one(row)
    elif [tuple(one) for one in before["said"]] != row["said"]:
        return "", 422
    return redirect("/done", 303)


def forgets_its_key(db: Rows) -> Any:
    db.things.insert_one({})
    db.once.insert_one({})
    return redirect("/done", 303)


def refuses_its_repeat(db: Rows) -> Any:
    return ("", 409) if db.once.find_one({}) else honest(db)


def reads_no_words(db: Rows) -> Any:
    known = db.once.find_one({"_id": request.form["_once"]})
    return redirect("/done", 303) if known else honest(db)


def knows_no_version(db: Rows) -> Any:
    if request.form["_once"] != FORM["_once"]:
        return redirect("/done", 303)
    return honest(db)


def leads_elsewhere(db: Rows) -> Any:
    return redirect("/other", 303) if db.once.find_one({}) else honest(db)


def app(view: Callable[[Rows], Any], database: Rows) -> Flask:
    made = Flask(__name__)
    made.extensions[DATABASE], made.test_client_class = database, ReplayingClient
    made.add_url_rule("/things", view_func=lambda: view(database), endpoint="things", methods=["POST"])
    for name in ("once", "things"):
        database.create_collection(name)
    return made


def test_what_is_done_once_passes_and_is_noted(database: Rows):
    assert app(honest, database).test_client().post("/things", data=FORM).status_code == 303
    assert "POST /things" in replays.done
    replays.done.discard("POST /things")


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (forgets_its_key, "wrote to"),
        (refuses_its_repeat, "303 /done, then 409"),
        (reads_no_words, "amount altered is 303"),
        (knows_no_version, "from the old version it is 303"),
        (leads_elsewhere, "then 303 /other"),
    ],
)
def test_what_is_done_twice_is_told(view: Callable[[Rows], Any], told: str, database: Rows):
    with pytest.raises(AssertionError, match=told):
        app(view, database).test_client().post("/things", data=FORM)
    assert "POST /things" not in replays.done


def test_a_command_nobody_did_is_named_and_so_is_an_excuse_that_is_none():
    everything = every_command.commands() - every_command.beside()
    claim, reads = "POST /loans/cases/<case_id>/claim", "POST /loans/try"
    assert list(every_command.wrong(everything)) == []
    assert [claim in line for line in every_command.wrong(everything - {claim})] == [True]
    assert [reads in line for line in every_command.wrong(everything | {reads})] == [True]
