"""Who made which secret addresses: each person her own, at most some, revocable at once."""

from dataclasses import dataclass
from datetime import timedelta

from services.training.domain.access import RULES
from services.training.domain.feed import Feed, Kind, Subject, digest
from services.training.domain.place import Places
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import Clock, Deed, Ledger, Resources
from services.training.usecases.timetable.ports import Feeds
from shared.access import Actor, scope
from shared.access import Kind as Who
from shared.errors import NotFound, Refused
from shared.ids import new_id
from shared.replica import Replica


@dataclass(frozen=True, slots=True)
class KeepFeeds:
    """The secret itself is never stored: it is shown once, when it is made."""

    feeds: Feeds
    resources: Resources
    replica: Replica
    catalogue: Catalogue
    ledger: Ledger
    clock: Clock

    def make(self, kind: Kind, subject_id: str, secret: str, *, by: Actor) -> Feed:
        """Return a new feed behind a secret; raises NotFound("feed_subject_not_found"), Refused("too_many_feeds")."""
        today = self.clock.today()
        rule = self.catalogue.feeds(today)
        if sum(one.open_on(today) for one in self.mine(by=by)) >= rule.most:
            raise Refused("too_many_feeds", most=rule.most)
        subject = self._subject(kind, subject_id, by)
        feed = Feed(new_id(), digest(secret), by.id, subject, today, today + timedelta(days=rule.days))
        self.feeds.add(feed)
        if by.kind is Who.STAFF:
            self.ledger.note(by, Deed("calendar.make", "feed", feed.id, facts={"of": kind.value, "id": subject.id}))
        return feed

    def revoke(self, feed_id: str, *, by: Actor) -> Feed:
        """Let an address of hers answer nobody any more; raises NotFound, Conflict("revoked_already")."""
        feed = next((one for one in self.mine(by=by) if one.id == feed_id), None)
        if feed is None:
            raise NotFound("feed_not_found")
        feed.revoke(self.clock.today())
        self.feeds.save(feed)
        return feed

    def mine(self, *, by: Actor) -> list[Feed]:
        """Return the asker's feeds, newest first."""
        return self.feeds.of_owner(by.id)

    def choices(self, *, by: Actor) -> tuple[Places, dict[str, str]]:
        """Return rooms and teachers an officer may follow, and the titles of her units."""
        inside = scope(RULES, by, "calendar.make")
        units = self.replica.units.some(inside.units or ())
        return self.resources.of(inside), {unit.id: unit.title for unit in units}

    def _subject(self, kind: Kind, subject_id: str, by: Actor) -> Subject:
        if kind is Kind.HERS:
            return Subject(kind, by.id, "")
        places, units = self.choices(by=by)
        titles = {
            Kind.TEACHER: {one.id: one.name for one in places.teachers},
            Kind.ROOM: {one.id: one.title for one in places.rooms},
            Kind.UNIT: units,
        }[kind]
        if subject_id not in titles:
            raise NotFound("feed_subject_not_found")
        return Subject(kind, subject_id, titles[subject_id])
