"""The WSGI application that servers load as `cms.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from cms.database.sessions import FOR_SHORT_STATEMENTS, begin_with
from cms.handing_over import handing_over

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

# Each of a server's threads keeps its connection: docs/decisions/0009. A command needs one for itself only.
settings.DATABASES["default"]["CONN_MAX_AGE"] = None
# Nor has a command a reader who waits for it.
begin_with(settings.DATABASES["default"], settings.REQUEST_TIMEOUTS.settings | FOR_SHORT_STATEMENTS)

application = handing_over(get_wsgi_application())
if settings.TRACING:
    from cms.tracing import send_spans

    send_spans()
