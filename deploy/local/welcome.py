"""The last thing make run says: where to go, whom to be, what to try first."""

from deploy.local import secrets
from deploy.local.place import Place

ACCOUNTS = (
    ("coordinator_1@tongdao", "培训专干: plans classes, imports rosters, ticks attendance"),
    ("county_officer_1@tongdao", "县妇联干部: her county's women, applications, figures"),
    ("county_leader_1@tongdao", "县妇联主席: confirms what the officer proposed"),
    ("village_officer_1@tongdao.shuangjiang.yutou", "村妇联主席: registers a woman for her"),
    ("city_leader_1@huaihua", "市妇联主席: all counties side by side"),
)


def welcome(place: Place) -> str:
    """Return the text; every account has the one password."""
    rows = "\n".join(f"    {name:<46}{what}" for name, what in ACCOUNTS)
    return f"""
  Jinguo is ready:  {place.public_url}

  Staff sign in at {place.public_url}/applicant/staff/sign-in
{rows}
    password for all of them: {secrets.password(place.data)}
  A woman signs in at {place.public_url}/applicant/sign-in with her phone; the code is shown on the page
  and in .local/messages.log, which stands for the phone network.

  Try first: register a woman at {place.public_url}/applicant/register, then sign in as
  coordinator_1@tongdao, open a class and import tests/cases/roster-tongdao-2026-3.xlsx into it.

  Ctrl-C stops everything. Data are kept in .local; make reset begins anew.
"""
