"""How the web server runs; read by gunicorn because of its name. The command line may override."""

from barnstod.settings import LOGGING

wsgi_app = "barnstod.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 30  # seconds
graceful_timeout = 10  # seconds
max_requests, max_requests_jitter = 5000, 500  # a worker that leaks is renewed
logconfig_dict = LOGGING  # its own lines hold addresses of visitors; ours do not
