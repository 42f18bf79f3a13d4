"""Entry points for the worker: fetch nothing, decide nothing, call one service."""

from celery import shared_task


@shared_task(name="referrals.lapse_offers")
def lapse_offers():
    from referrals import services

    services.lapse_offers()
