"""The site's addresses."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from cms.api.image_view import ImageView
from cms.api.view import graphql_view
from cms.graphiql import graphiql
from cms.landing import landing, robots
from cms.sdl import schema_file
from pages.publishing_views import ApproveView
from pages.registrations.warning import WarningUnpublishView
from snippets.document_view import download

urlpatterns: list[URLPattern | URLResolver] = [
    path("graphql/", graphql_view, name="graphql"),
    path("graphiql/", graphiql, name="graphiql"),
    path("schema.graphql", schema_file, name="schema"),
    path("images/<str:signature>/<int:image_id>/<str:filter_spec>", ImageView.as_view(), name="image"),
    # These go before Wagtail's own views at those addresses.
    path("admin/pages/<int:page_id>/unpublish/", require_admin_access(WarningUnpublishView.as_view())),
    path(
        "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(ApproveView.as_view()),
    ),
    path("admin/", include(wagtailadmin_urls)),
    # Goes before Wagtail's own view at that address.
    re_path(r"^documents/(\d+)/(.*)$", download),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.DEBUG:
    # Renditions and portraits only: originals and documents may be private, and have views that ask.
    urlpatterns += [
        re_path(r"^media/(?P<path>(?:images|avatar_images)/.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    ]

# The last: the reader takes every path.
if settings.READER:
    urlpatterns += [path("", include("cms.reader.urls"))]
else:
    urlpatterns += [path("", landing, name="landing"), path("robots.txt", robots, name="robots")]

handler500 = "cms.faults.server_error"
