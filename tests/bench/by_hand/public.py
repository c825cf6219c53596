"""What anyone may see, as a view written by hand asks for it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site


class Public:
    """The public part of the site that the request is to; what is private on it is read once."""

    def __init__(self, request: HttpRequest) -> None:
        site = Site.find_for_request(request)
        assert site is not None
        self.site, self.root = site, site.root_page
        self.moment = timezone.now()
        self.restricted = list(PageViewRestriction.objects.values_list("page__path", flat=True))
        below = Q(pk__in=[])
        for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
            below |= Q(path__startswith=path)
        self.private = (
            set(Collection.objects.filter(below).values_list("pk", flat=True)) if below != Q(pk__in=[]) else ()
        )

    def pages(self, pages: Any) -> QuerySet:
        shown = pages.filter(
            Q(expire_at=None) | Q(expire_at__gt=self.moment),
            Q(go_live_at=None) | Q(go_live_at__lte=self.moment),
            live=True,
            path__startswith=self.root.path,
        )
        for path in self.restricted:
            shown = shown.exclude(path__startswith=path)
        return shown

    def image(self, image: Any) -> Any:
        """The image, unless it is in a private collection."""
        return None if image is None or image.collection_id in self.private else image

    def contact(self, contact: Any) -> Any:
        """The contact, unless it is a draft, not yet published or expired."""
        if contact is None or not contact.live:
            return None
        early = contact.go_live_at is not None and contact.go_live_at > self.moment
        late = contact.expire_at is not None and contact.expire_at <= self.moment
        return None if early or late else contact

    def path(self, page: Any) -> str:
        return "/" + str(page.url_path).removeprefix(self.root.url_path)
