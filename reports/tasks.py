"""Entry points for the worker: fetch nothing, decide nothing, call one service."""

from celery import shared_task


@shared_task(name="reports.build")
def build(report_id):
    from reports import building

    building.build(report_id)


@shared_task(name="reports.draft_term_report")
def draft_term_report():
    from reports import term_drafts

    term_drafts.draft_term_report()


@shared_task(name="reports.sweep")
def sweep():
    from reports import building

    building.sweep()


@shared_task(name="reports.demo_papers")
def demo_papers(grant_id):
    from reports import demo_papers

    demo_papers.load(grant_id)
