"""Who asked, kept with what was asked, so that a job acts within that officer's own reach."""

from shared.access import Actor, Kind, Post
from shared.storage.mongo import Document


def document_of(actor: Actor) -> Document:
    """Return id, kind and posts; no name."""
    posts = [
        {
            "role": post.role,
            "unit": post.unit,
            "path": list(post.path),
            "unit_kind": post.unit_kind,
            "title": post.title,
        }
        for post in actor.posts
    ]
    return {"id": actor.id, "kind": actor.kind.value, "posts": posts, "strong": actor.strong}


def actor_of(row: Document) -> Actor:
    """Return the actor again."""
    posts = tuple(Post(**post | {"path": tuple(post["path"])}) for post in row["posts"])
    return Actor(row["id"], Kind(row["kind"]), posts, strong=row["strong"])
