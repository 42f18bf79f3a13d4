"""How the web server runs, on a laptop and in production; gunicorn reads this file by itself."""

worker_class = "gthread"
threads = 8
preload_app = True  # loaded once and forked: half the time to the first page
timeout = 60  # seconds
graceful_timeout = 4  # seconds: ./portal promises to be gone within 20
control_socket_disable = True  # it would be written to the home folder
# The portal logs its own requests, without addresses and query strings (barnstod/web/log.py).
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "barnstod.web.log.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"level": "WARNING"},
        "gunicorn.access": {"level": "CRITICAL"},
    },
}
