"""Entry points for the worker: fetch nothing, decide nothing, call one service."""

from celery import shared_task


@shared_task(name="reports.build")
def build(report_id):
    from reports import building

    building.build(report_id)


@shared_task(name="reports.sweep")
def sweep():
    from reports import building

    building.sweep()
