"""The project: settings, addresses and the platform that knows no domain word.

Empty on purpose: the supervisor in barnstod.local must start without Django and Celery. Only
:mod:`barnstod.jobs` publishes, by name, through :mod:`barnstod.celery`.
"""
