"""What can be done with calendar feeds."""

from dataclasses import dataclass

from services.training.usecases.feed.keep import KeepFeeds
from services.training.usecases.feed.read import ReadFeed


@dataclass(frozen=True, slots=True)
class FeedUseCases:
    """`keep` holds make, revoke, mine and what there is to choose from; `read` is what a calendar program gets."""

    keep: KeepFeeds
    read: ReadFeed
