import os

from django.core.wsgi import get_wsgi_application

from chaoxin.config import heap

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chaoxin.config.settings")
application = get_wsgi_application()
heap.settle()
