"""`accounts {_id, login, scope, posts, …}`: the second factor's secret is sealed under the account's own key."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bson.binary import Binary
from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.account import Account, Activation, Factor, HeldPost, State
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "accounts"


class MongoAccounts:
    """Accounts, bound to one transaction."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault) -> None:
        self.rows = db.accounts
        self.session = session
        self.vault = vault

    def get(self, scope: Scope, account_id: str) -> Account:
        """Return one inside the scope; raises NotFound("account_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": account_id}, **_inside(scope)}, session=self.session)
        if row is None:
            raise NotFound("account_not_found")
        return self._account(row)

    def with_login(self, login: str) -> Account | None:
        """Return the account of a sign-in name."""
        row = self.rows.find_one({"login": {"$eq": login}}, session=self.session)
        return self._account(row) if row else None

    def below(self, scope: Scope, after: str | None, limit: int) -> list[Account]:
        """Return accounts inside the scope by sign-in name, those behind `after`."""
        wanted = _inside(scope) | ({"login": {"$gt": after}} if after else {})
        rows = self.rows.find(wanted, session=self.session).sort("login", ASCENDING).limit(limit)
        return [self._account(row) for row in rows]

    def at(self, units: Sequence[str]) -> list[Account]:
        """Return the active accounts that hold, held or will hold a post at one of the units, by name."""
        wanted = {"posts.unit": {"$in": list(units)}, "state": State.ACTIVE.value}
        return [self._account(row) for row in self.rows.find(wanted, session=self.session).sort("login", ASCENDING)]

    def add(self, account: Account) -> None:
        """Store a new one; the index `login` refuses a name that is taken."""
        self.rows.insert_one(self._row(account), session=self.session)

    def save(self, account: Account) -> None:
        """Store a changed one; raises Stale when somebody saved meanwhile."""
        seen = {"_id": account.id, "version": account.version}
        account.version += 1
        if not self.rows.replace_one(seen, self._row(account), session=self.session).matched_count:
            raise Stale("changed_meanwhile")

    def _row(self, account: Account) -> Document:
        factor, activation = account.factor, account.activation
        sealed = self.vault.seal(self.session, account.id, PLACE, {"totp": factor.secret}) if factor.secret else {}
        return {
            "_id": account.id,
            "login": account.login,
            "name": account.name,
            "unit": account.unit,
            "scope": list(account.scope),
            "state": account.state.value,
            "password": account.password,
            "activation": {"code": Binary(activation.code), "until": activation.until} if activation else None,
            "factor": {
                **sealed,
                "confirmed": factor.confirmed,
                "last_step": factor.last_step,
                "recovery": list(factor.recovery),
            },
            "posts": [_post_row(post) for post in account.posts],
            "reset_asked_by": account.reset_asked_by,
            "keys": account.keys,
            "mark": account.mark,
            "version": account.version,
        }

    def _account(self, row: dict[str, Any]) -> Account:
        activation = row["activation"]
        return Account(
            id=row["_id"],
            login=row["login"],
            name=row["name"],
            unit=row["unit"],
            scope=tuple(row["scope"]),
            state=State(row["state"]),
            password=row["password"],
            activation=Activation(bytes(activation["code"]), activation["until"]) if activation else None,
            factor=self._factor(row["_id"], row["factor"]),
            posts=tuple(_post(post) for post in row["posts"]),
            reset_asked_by=row["reset_asked_by"],
            keys=row["keys"],
            mark=row.get("mark", ""),
            version=row["version"],
        )

    def _factor(self, account_id: str, row: dict[str, Any]) -> Factor:
        secret = ""
        if "totp" in row:
            secret = self.vault.open(account_id, PLACE, {"totp": row["totp"]}, self.session)["totp"]
        return Factor(secret, row["confirmed"], row["last_step"], tuple(row["recovery"]))


def indexes(db: Database[Document]) -> None:
    """Create the indexes."""
    db.accounts.create_index([("login", ASCENDING)], unique=True, name="login")
    db.accounts.create_index([("scope", ASCENDING), ("login", ASCENDING)], name="in_scope")
    db.accounts.create_index([("posts.unit", ASCENDING)], name="at_unit")


def _inside(scope: Scope) -> Document:
    return {} if scope.units is None else {"scope": {"$in": sorted(scope.units)}}


def _post_row(post: HeldPost) -> Document:
    return {
        "id": post.id,
        "role": post.role,
        "unit": post.unit,
        "path": list(post.path),
        "kind": post.unit_kind,
        "title": post.unit_title,
        "from_on": post.from_on.isoformat(),
        "until_on": post.until_on.isoformat() if post.until_on else None,
    }


def _post(row: dict[str, Any]) -> HeldPost:
    until = row["until_on"]
    return HeldPost(
        id=row["id"],
        role=row["role"],
        unit=row["unit"],
        path=tuple(row["path"]),
        unit_kind=row["kind"],
        unit_title=row["title"],
        from_on=date.fromisoformat(row["from_on"]),
        until_on=date.fromisoformat(until) if until else None,
    )
