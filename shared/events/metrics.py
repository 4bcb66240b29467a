"""Every Prometheus figure of the event kit and the jobs loop; a name that is not listed cannot be used."""

from prometheus_client import Counter, Histogram

EVENTS_SENT = Counter("jinguo_events_sent_total", "Events the broker has acknowledged to this relay")
EVENTS_UNSENT_TRIES = Counter("jinguo_events_send_failures_total", "Sends the broker refused or did not answer")
EVENTS_APPLIED = Counter("jinguo_events_applied_total", "Events applied by this consumer")
EVENTS_DROPPED = Counter("jinguo_events_dropped_total", "Deliveries dropped because they were applied before")
EVENTS_PARKED = Counter("jinguo_events_parked_total", "Deliveries parked: a gap, a failure, or behind one")
EVENTS_POISON = Counter("jinguo_events_poison_total", "Records that are not events of ours")
CONSUMER_REBUILT = Counter("jinguo_consumer_rebuilt_total", "Consumers built anew after an error of the client")
COMMITS_LOST = Counter(
    "jinguo_commits_lost_total", "Offset commits that failed; their events come again and are dropped"
)
JOBS_DONE = Counter("jinguo_jobs_done_total", "Jobs finished", ["kind"])
JOBS_RETRIED = Counter("jinguo_jobs_retried_total", "Job attempts that failed", ["kind"])
BATCH_SECONDS = Histogram("jinguo_consumer_batch_seconds", "One poll's events from arrival to committed effect")
