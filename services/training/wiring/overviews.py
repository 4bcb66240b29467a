"""The overview of a county or city, bound to one transaction."""

from services.training.usecases.catalogue import Catalogue
from services.training.usecases.overview import FindOverview
from services.training.wiring import exams, subsidies
from services.training.wiring.stores import Stores
from shared.frame import Frame


def overview(stores: Stores, catalogue: Catalogue, frame: Frame) -> FindOverview:
    return FindOverview(
        stores.classes,
        stores.sessions,
        stores.weeks,
        stores.resources,
        exams.find_attendance(stores, catalogue, frame),
        exams.exam_lists(stores, catalogue, frame),
        subsidies.spot_check(stores, catalogue, frame),
        subsidies.subsidy(stores, catalogue, frame).find,
        subsidies.rotation(stores, catalogue, frame),
        catalogue,
        stores.replica,
        frame.clock,
    )
