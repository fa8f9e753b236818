"""Upkeep of the job queue itself."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

# A worker beats every 10 s; three missed beats and its jobs are taken from it.
STALLED_AFTER_SECONDS = 30
KEEP_ENDED_HOURS = 72


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Puts jobs of workers that are gone back in line. Jobs say "look at row N", so twice does no harm."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        try:
            await jobs.retry_job(job)
        except (AlreadyEnqueued, UniqueViolation):
            # One with the same lock waits already and will do the same.
            await jobs.finish_job(job, status=Status.ABORTED, delete_job=False)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_ended_jobs", pass_context=True)
async def forget_ended_jobs(context: JobContext, timestamp: int) -> None:
    """Deletes jobs that ended three days ago or earlier, however they ended."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_ENDED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
