"""The timetable, its rooms and teachers and its calendar feeds, bound to one transaction."""

from services.training.usecases.catalogue import Catalogue
from services.training.usecases.feed import FeedUseCases
from services.training.usecases.feed.keep import KeepFeeds
from services.training.usecases.feed.read import ReadFeed
from services.training.usecases.place import PlaceUseCases
from services.training.usecases.place.edit import EditPlace
from services.training.usecases.timetable import TimetableUseCases
from services.training.usecases.timetable.week import FindWeek
from services.training.wiring.stores import Stores
from shared.frame import Frame


def timetable(stores: Stores, frame: Frame) -> TimetableUseCases:
    return TimetableUseCases(FindWeek(stores.weeks, stores.resources, stores.replica, frame.clock))


def place(stores: Stores, catalogue: Catalogue, frame: Frame) -> PlaceUseCases:
    resources, replica = stores.resources, stores.replica
    edit = EditPlace(
        resources,
        stores.weeks,
        stores.classes,
        replica,
        catalogue,
        stores.guards,
        stores.ledger,
        frame.clock,
    )
    return PlaceUseCases(resources, replica, edit)


def feed(stores: Stores, catalogue: Catalogue, frame: Frame) -> FeedUseCases:
    resources, feeds, clock = stores.resources, stores.feeds, frame.clock
    return FeedUseCases(
        KeepFeeds(feeds, resources, stores.replica, catalogue, stores.ledger, clock),
        ReadFeed(feeds, stores.weeks, stores.enrolments, resources, catalogue, clock),
    )
