"""Woven signs: the journey band and the diamonds of a timeline, on whole threads (look §3, §4.5, §4.6)."""

from collections.abc import Collection

from markupsafe import Markup

STAGES = 8
CELL = 14  # threads from one diamond of the journey to the next
RINGS = (0, 2, 4, 6)


def _diamond_threads(cx: int, cy: int) -> str:
    """Threads with |x|+|y| in RINGS around the centre, one stroke for each."""
    path = ""
    for y in range(-6, 7):
        for x in range(-6, 7):
            if abs(x) + abs(y) in RINGS:
                path += f"M{cx + x} {cy + y}h1v1h-1z"
    return path


def journey(done: int | Collection[int], total: int = STAGES) -> Markup:
    """Her road as one strip of 112 × 15 threads: done stages are cloth, the next a thick outline, others thin.

    `done` is how many from the first on, or which ones counted from 0 where she left some out.
    """
    cloth = sorted(range(done) if isinstance(done, int) else done)
    bare = [n for n in range(total) if n not in cloth]
    ahead = cloth[-1] + 1 if cloth else 0
    width = CELL * total
    warp = "".join(f"M{CELL * n} {y + 0.5}h{CELL}" for n in bare for y in range(15))
    ground = "".join(f"M{CELL * n} 0h{CELL}v15h-{CELL}z" for n in cloth)
    woven = "".join(_diamond_threads(CELL * n + 7, 7) for n in cloth)
    outlines = "".join(_outline(n, "j-next" if n == ahead else "j-later") for n in bare)
    return Markup(  # noqa: S704 - built from numbers only
        f'<svg viewBox="0 0 {width} 15" aria-hidden="true"><path class="j-warp" d="{warp}"/>'
        f'<g shape-rendering="crispEdges"><path class="j-cloth" d="{ground}"/>'
        f'<path class="j-thread" d="{woven}"/></g>{outlines}</svg>'
    )


def _outline(n: int, tone: str) -> str:
    reach = 5.5 if tone == "j-next" else 5
    return f'<path class="{tone}" d="m{CELL * n + 7} {7.5 - reach}l{reach} {reach}-{reach} {reach}-{reach}-{reach}z"/>'


NODES = {
    "done": '<path class="n-on" d="m12 0 12 12-12 12L0 12z"/><path class="n-tick" d="m7 12.2 3.6 3.600L17 9.3"/>',
    "here": '<path class="n-ring" d="m12 1.5 10.5 10.500L12 22.5 1.5 12z"/><path class="n-in" d="m12 7 5 5-5 5-5-5z"/>',
    "back": '<path class="n-ring" d="m12 1.5 10.5 10.500L12 22.5 1.5 12z"/>'
    '<path class="n-arrow" d="M17 12H8m3.5-3.500L8 12l3.5 3.5"/>',
    "later": '<path class="n-later" d="m12 5 7 7-7 7-7-7z"/>',
}


def node(state: str) -> Markup:
    """The diamond of one step: done, here, back (returned to her), later; KeyError for another word."""
    return Markup('<svg class="node" viewBox="0 0 24 24" aria-hidden="true">{}</svg>').format(Markup(NODES[state]))  # noqa: S704
