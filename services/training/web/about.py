"""Which field of a form a refusal of the rules means, by its slug; the others are told above the form."""

from collections.abc import Mapping

ABOUT: Mapping[str, str] = {
    "class_too_large": "capacity",
    "too_few_seats": "capacity",
    "too_few_looms": "capacity",
    "day_past": "on",
    "day_to_come": "on",
    "day_too_far": "on",
    "too_late_in_the_day": "begins",
    "reason_needed": "reason",
    "reason_missing": "reason",
    "more_than_expected": "there",
    "room_lacks_looms": "looms",
    "too_few_teachers": "teachers",
    "teacher_not_qualified": "teachers",
    "row_code_unknown": "codes",
    "row_code_twice": "codes",
    "row_code_unreadable": "codes",
    "minutes_missing": "codes",
}
