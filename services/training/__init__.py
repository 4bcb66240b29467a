"""training: courses, classes, enrolment."""
