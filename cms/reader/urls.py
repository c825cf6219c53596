"""The addresses of the readers' site; the last one takes every path, since pages decide on theirs."""

from django.urls import path, re_path

from cms.reader.calendars import calendar, event
from cms.reader.faults import with_excuse
from cms.reader.feeds import atom, json_feed
from cms.reader.pages import page
from cms.reader.searching import search, suggest
from cms.reader.sitemap import robots, sitemap

urlpatterns = [
    path("sok/", with_excuse(search), name="search"),
    path("sok/forslag", with_excuse(suggest), name="suggest"),
    path("events.ics", with_excuse(calendar), name="calendar"),
    re_path(r"^events/(?P<id>[\w-]{1,100})\.ics$", with_excuse(event), name="event_calendar"),
    path("feed.atom", with_excuse(atom), name="atom"),
    path("feed.json", with_excuse(json_feed), name="json_feed"),
    path("sitemap.xml", with_excuse(sitemap), name="sitemap"),
    path("robots.txt", robots, name="robots"),
    re_path(r"^(?P<path>.*)$", with_excuse(page), name="page"),
]
