"""Entry points for the worker: fetch nothing, decide nothing, call one service."""

from celery import shared_task


@shared_task(name="groups.print_flyers")
def print_flyers(group_id):
    from groups import printing

    printing.print_all(group_id)
