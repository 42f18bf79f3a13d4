"""Entry points for the worker: fetch nothing, decide nothing, call one service."""

from celery import shared_task


@shared_task(name="referrals.lapse_offers")
def lapse_offers():
    from referrals import services

    services.lapse_offers()


@shared_task(name="referrals.remind_senders")
def remind_senders():
    from referrals import services

    services.remind_senders()


@shared_task(name="referrals.forget_closed")
def forget_closed():
    from referrals import services

    services.forget_closed()


@shared_task(name="referrals.purge_drafts")
def purge_drafts():
    from referrals import services

    services.purge_drafts()


@shared_task(name="referrals.publish_usual_waits")
def publish_usual_waits():
    from referrals import services

    services.publish_usual_waits()
