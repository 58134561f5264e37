"""What is done once a day, whatever the number of workers and of their restarts."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Date, bindparam, text
from sqlalchemy.orm import Session

from app.accounts.purging import purge_accounts
from app.audience.storing import fold_old_days
from app.db import db
from app.geocoding.placing import purge_addresses
from app.jobs.confirmations import ask_confirmations
from app.jobs.lists import look_after_lists
from app.jobs.models import DailyJob
from app.jobs.waiting import tell_moderators
from app.meetings.tending import tend_meetings
from app.networks.growth import note_month
from app.structures.files import purge_files
from domain.models import today

# Letters arrive in the morning; the index is compared at night, and is done by then.
FROM_HOUR = 7

# Name, kept in the database → what to do in the session given, which is committed after it.
JOBS: Mapping[str, Callable[[Session], object]] = {
    "accounts": purge_accounts,
    "addresses": purge_addresses,
    "audience": fold_old_days,
    "confirmations": ask_confirmations,
    "files": purge_files,
    "lists": look_after_lists,
    "meetings": tend_meetings,
    "networks": note_month,
    "waiting": tell_moderators,
}

# The first who writes the day does the job, in the same transaction: others then wait, and find
# it done. SQLite and PostgreSQL understand this alike.
_TAKE = text("""
    INSERT INTO daily_job (name, done_on) VALUES (:name, :today)
    ON CONFLICT (name) DO UPDATE SET done_on = excluded.done_on
    WHERE daily_job.done_on < excluded.done_on
    RETURNING name
""").bindparams(bindparam("today", type_=Date()))

log = logging.getLogger("app.jobs")


def do_daily_jobs() -> None:
    """Do the jobs that are due, each in its own transaction. In a context of a request.

    One that fails is logged, left for the next time, and does not stop the others.
    """
    if datetime.now().astimezone().hour < FROM_HOUR:
        return
    for name, job in JOBS.items():
        try:
            _do_once_a_day(name, job)
        except Exception:  # whatever it is: the worker that would end with it feeds the index
            log.exception("the daily job %s failed: it will be tried again", name)
            db.session.rollback()


def _do_once_a_day(name: str, job: Callable[[Session], object]) -> None:
    """Most often it is done: reading that takes no lock."""
    known = db.session.get(DailyJob, name)
    if known is None or known.done_on < today():
        taken = db.session.scalar(_TAKE, {"name": name, "today": today()})
        if taken is not None:
            job(db.session)
    db.session.commit()
