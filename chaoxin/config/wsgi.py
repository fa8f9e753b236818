import os

from django.core.wsgi import get_wsgi_application

from chaoxin.config import heap
from chaoxin.config.whole_bodies import WholeBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chaoxin.config.settings")
application = WholeBodies(get_wsgi_application())
heap.settle()
