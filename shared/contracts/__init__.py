"""What the services have promised to tell each other: one module per publisher, frozen once out."""

from shared.contracts import applicant, loans, training

PUBLISHED = {**applicant.PUBLISHED, **training.PUBLISHED, **loans.PUBLISHED}
