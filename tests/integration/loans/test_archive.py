"""The archive package of a case: asked for on its page, made by its job, sealed, opened by who asked."""

import re
from datetime import timedelta

from services.loans.usecases.archive.ask import MAKE
from services.loans.usecases.archive.keep import DROP
from services.loans.wiring import wire
from shared.jobs.job import Jobs
from shared.jobs.loop import JobLoop
from tests.builders import desks
from tests.builders.loans import PATH
from tests.builders.world import World, an_officer
from tests.integration.loans.test_desks import once_of
from tests.stack.readers import words_on


def test_a_package_is_printed_by_its_job_kept_sealed_opened_by_who_asked_and_thrown_away(loans: World):
    wiring = wire(loans.settings)
    try:
        case_id = desks.walked(wiring.runner, desks.handed_in(wiring.runner), to="certify").id
        leader, other = (loans.as_(an_officer("county_leader", PATH[:2], name=name)) for name in ("杨晓燕", "吴兰"))
        home = f"/loans/cases/{case_id}/archives"
        assert leader.post(home, data={"_once": once_of(leader.get(home).text), "purpose": ""}).status_code == 422
        asked = leader.post(home, data={"_once": once_of(leader.get(home).text), "purpose": "省里检查"})
        assert (asked.status_code, asked.location) == (303, home)
        assert "在做，过一会儿刷新" in leader.get(home).text
        make = wiring.errands.make_archive
        loop = JobLoop(Jobs(loans.db), {MAKE: make.make, DROP: make.drop}, wiring.frame.clock)
        assert loop.once()
        found = re.search(rf"{home}/[0-9a-f]{{32}}", leader.get(home).text)
        assert found
        package = leader.get(found[0])
        assert (package.status_code, package.data[:4]) == (200, b"%PDF")
        number = loans.db.applications.find_one({"_id": case_id})["number"]  # type: ignore[index]  # the case from above
        words = words_on(package.data)
        assert all(one in words for one in (f"贷款档案{number}", "用途：省里检查", "经过", "情况属实", "材料"))
        assert other.get(found[0]).status_code == 404
        stored = str(list(loans.db.archives.find())) + str(list(loans.db.archive_parts.find()))
        assert "省里检查" not in stored
        assert "%PDF" not in stored
        assert loans.db.audit.count_documents({"e.act": "archive.read", "e.rid": case_id}) == 1
        past = wiring.frame.clock.now() - timedelta(days=1)
        loans.db.jobs.update_one({"kind": DROP}, {"$set": {"due_at": past}})
        assert loop.once()
        assert leader.get(found[0]).status_code == 404
        assert loans.db.archive_parts.count_documents({}) == 0
    finally:
        wiring.frame.close()
