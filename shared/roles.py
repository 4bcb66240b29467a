"""The role words of posts, once: conventions.md, Roles; their titles are the words `role.<code>`."""

VILLAGE = ("village_officer",)
TOWNSHIP = ("township_officer", "township_leader")
COUNTY = ("county_officer", "county_leader")
CITY = ("city_officer", "city_leader")
SIGN_UP = (*VILLAGE, *TOWNSHIP, "county_officer", "coordinator")  # who signs a woman up for a class
FEDERATION = VILLAGE + TOWNSHIP + COUNTY + CITY
TRAINING = ("coordinator", "teacher", "training_reviewer")
OFFICES = (
    "hr_officer",
    "hr_leader",
    "guarantee_officer",
    "guarantee_leader",
    "bank_officer",
    "bank_leader",
    "finance_officer",
    "panel_member",
)
WATCH = ("inspector", "account_admin", "auditor", "operator")
STAFF = FEDERATION + TRAINING + OFFICES + WATCH
