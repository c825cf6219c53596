"""The addresses of the readers' site; the last one takes every path, since pages decide on theirs."""

from django.urls import path, re_path

from cms.reader.calendars import calendar, event
from cms.reader.faults import with_excuse
from cms.reader.feeds import atom, json_feed
from cms.reader.kept_pages import keep_pages
from cms.reader.pages import page
from cms.reader.searching import search, suggest
from cms.reader.sending_in import confirmation, nominate, nominated, nomination, register, registered, registration
from cms.reader.sitemap import robots, sitemap

urlpatterns = [
    path("sok/", with_excuse(keep_pages(search)), name="search"),
    path("sok/forslag", with_excuse(suggest), name="suggest"),
    path("events.ics", with_excuse(calendar), name="calendar"),
    re_path(r"^events/(?P<id>[\w-]{1,100})\.ics$", with_excuse(event), name="event_calendar"),
    path("feed.atom", with_excuse(atom), name="atom"),
    path("feed.json", with_excuse(json_feed), name="json_feed"),
    path("sitemap.xml", with_excuse(sitemap), name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("pamelding/", with_excuse(register, takes_forms=True), name="register"),
    path("pamelding/takk/", with_excuse(registered), name="registered"),
    path("pamelding/<str:token>/", with_excuse(registration, takes_forms=True), name="registration"),
    path("oppnevning/", with_excuse(nominate, takes_forms=True), name="nominate"),
    path("oppnevning/takk/", with_excuse(nominated), name="nominated"),
    path("oppnevning/<str:token>/", with_excuse(nomination, takes_forms=True), name="nomination"),
    path("bekreft/<str:token>/", with_excuse(confirmation, takes_forms=True), name="confirmation"),
    re_path(r"^(?P<path>.*)$", with_excuse(keep_pages(page)), name="page"),
]
