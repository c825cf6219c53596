"""Events: gatherings, workshops and webinars."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.api.fields import (
    GraphQLConnection,
    GraphQLEnum,
    GraphQLHtml,
    GraphQLRelation,
    GraphQLRelations,
    GraphQLStreamField,
    GraphQLString,
)
from pages.blocks import BodyStreamBlock
from pages.choices import known_choice
from pages.content import ContentPage
from pages.event_choices import SCHEMA_MODES, SCHEMA_STATUSES, AttendanceMode, EventKind, EventStatus
from pages.problems import Incomplete
from pages.registration import EventRegistration, RegistrationKind
from pages.richtext import PARAGRAPHS
from pages.rows import RowsPanel
from pages.structured_data import Describer, known, moment
from snippets.constraints import FieldCheck


class EventIndexPage(ContentPage):
    """The page that events live under."""

    introduction = RichTextField("innledning", blank=True, features=PARAGRAPHS)

    page_description = "Samler arrangementene. Nye arrangementer lages under denne siden."
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.EventPage"]
    max_count_per_parent = 1

    content_panels = [*ContentPage.content_panels, "introduction"]
    edit_handler = TabbedInterface([ObjectList(content_panels, heading="Innhold"), *ContentPage.shared_tabs])

    search_fields = [*ContentPage.search_fields, index.SearchField("introduction")]
    graphql_fields = [
        *ContentPage.graphql_fields,
        GraphQLHtml("introduction", "What sort of events these are."),
    ]

    class Meta:
        verbose_name = "Arrangementer"
        verbose_name_plural = "Arrangementsoversikter"


class EventPage(EventRegistration, ContentPage):
    """Something people attend, in a room or online."""

    # What events are found by that share it.
    listed_by = ("themes", "municipalities", "audiences")
    # When the clock alone changes where it stands in time.
    moments = ("starts_at", "over_at")

    kind = models.CharField("type", max_length=20, choices=EventKind, default=EventKind.GATHERING)
    status = models.CharField(
        "status",
        max_length=20,
        choices=EventStatus,
        default=EventStatus.SCHEDULED,
        help_text="Et avlyst eller utsatt arrangement skal fortsatt være publisert, så folk får vite det.",
    )
    attendance_mode = models.CharField(
        "deltakelse", max_length=20, choices=AttendanceMode, default=AttendanceMode.IN_PERSON
    )
    venue = models.ForeignKey(
        "snippets.Venue",
        verbose_name="sted",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    online_url = models.URLField(
        "møtelenke",
        max_length=500,
        blank=True,
        help_text="Lenken alle kan se. Sendes den bare til påmeldte, skal feltet stå tomt.",
    )
    focus = models.CharField(
        "fokus", max_length=300, blank=True, help_text="Det samlingen særlig handler om, i én setning."
    )
    lead = models.TextField(
        "ingress", max_length=400, help_text="Én til tre setninger som sier hva arrangementet er og for hvem."
    )
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name="brødtekst")
    audiences = ParentalManyToManyField(
        "snippets.Audience", verbose_name="målgrupper", blank=True, related_name="events"
    )
    themes = ParentalManyToManyField("snippets.Theme", verbose_name="temaer", blank=True, related_name="events")
    municipalities = ParentalManyToManyField(
        "snippets.Municipality", verbose_name="kommuner", blank=True, related_name="events"
    )
    recap_article = models.ForeignKey(
        "pages.ArticlePage",
        verbose_name="oppsummering",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Artikkelen som forteller hvordan det gikk.",
    )

    page_description = "En samling, et verksted, en workshop, et digitalt møte eller et webinar."
    parent_page_types = ["pages.EventIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *ContentPage.content_panels,
        FieldRowPanel(["kind", "status"]),
        "lead",
        "focus",
        "body",
        RowsPanel("organisers", heading="Arrangører", label="arrangør"),
    ]
    place_panels = [
        *EventRegistration.time_panels,
        "attendance_mode",
        "venue",
        "online_url",
    ]
    programme_panels = [RowsPanel("programme", heading="Program", label="programpost")]
    context_panels = [
        FieldPanel("audiences", widget=CheckboxSelectMultiple),
        FieldPanel("themes", widget=CheckboxSelectMultiple),
        FieldPanel("municipalities", widget=CheckboxSelectMultiple),
    ]
    afterwards_panels = [
        "recap_article",
        RowsPanel("materials", heading="Materiell", label="materiell", help_text="Et dokument eller en lenke."),
        RowsPanel("recordings", heading="Opptak", label="opptak"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Innhold"),
            ObjectList(place_panels, heading="Tid og sted"),
            ObjectList(programme_panels, heading="Program"),
            ObjectList(EventRegistration.registration_panels, heading="Påmelding"),
            ObjectList(context_panels, heading="Sammenheng"),
            ObjectList(afterwards_panels, heading="Etterpå"),
            *ContentPage.shared_tabs,
        ]
    )

    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("lead", boost=1.5),
        index.SearchField("focus"),
        index.SearchField("body"),
        index.RelatedFields(
            "programme",
            [index.SearchField("title"), index.SearchField("presenter"), index.SearchField("description")],
        ),
        index.RelatedFields("venue", [index.SearchField("name")]),
        index.FilterField("kind"),
        index.FilterField("status"),
        index.FilterField("attendance_mode"),
        index.FilterField("starts_at"),
        index.FilterField("over_at"),
    ]
    list_order = ("-starts_at", "-pk")
    graphql_fields = [
        *ContentPage.graphql_fields,
        *EventRegistration.graphql_fields,
        GraphQLEnum("kind", EventKind, "What sort of event it is.", required=True),
        GraphQLEnum("status", EventStatus, "Whether it takes place as planned.", required=True),
        GraphQLEnum("attendance_mode", AttendanceMode, "Where people take part.", required=True),
        GraphQLRelation("venue", "snippets.Venue", "Where it takes place."),
        GraphQLString("online_url", "Where to take part online, when the link is public."),
        GraphQLString("focus", "What it is particularly about, in one sentence."),
        GraphQLString("lead", "What it is and who it is for.", required=True),
        GraphQLStreamField("body", "The text."),
        GraphQLRelations("organisers", "pages.EventOrganiser", "Who arranges it."),
        GraphQLRelations("audiences", "snippets.Audience", "Who it is for."),
        GraphQLRelations("themes", "snippets.Theme", "What it is about."),
        GraphQLRelations("municipalities", "snippets.Municipality", "The municipalities it concerns."),
        GraphQLRelations("programme", "pages.ProgrammeItem", "The programme, in its order."),
        GraphQLRelations("materials", "pages.EventMaterial", "Slides and other things to read."),
        GraphQLRelations("recordings", "pages.EventRecording", "Recordings of the event."),
        GraphQLRelation("recap_article", "pages.ArticlePage", "The article that sums it up."),
        GraphQLConnection("reports", "pages.ArticlePage", "All articles that report on it, the newest first."),
    ]

    def structured_data(self, describe: Describer) -> dict[str, Any]:
        places = [describe.place(describe.one(self, "venue"))] if self.attendance_mode != AttendanceMode.ONLINE else []
        if self.attendance_mode != AttendanceMode.IN_PERSON:
            places.append({"@type": "VirtualLocation", "url": self.online_url or describe.url(self)})
        audiences = [audience.label for audience in describe.many(self, "audiences")]
        organisers = [describe.one(organiser, "organisation") for organiser in describe.many(self, "organisers")]
        return describe.thing(self) | known(
            {
                "@type": "Event",
                "startDate": moment(self.starts_at, is_day=self.is_all_day),
                "endDate": moment(self.ends_at, is_day=self.is_all_day),
                "eventStatus": f"https://schema.org/{SCHEMA_STATUSES[EventStatus(self.status)]}",
                "eventAttendanceMode": f"https://schema.org/{SCHEMA_MODES[AttendanceMode(self.attendance_mode)]}",
                "location": [place for place in places if place],
                "organizer": [describe.organisation(one) for one in organisers if one],
                "about": describe.topics(self),
                "audience": [{"@type": "Audience", "audienceType": label} for label in audiences],
                "maximumAttendeeCapacity": self.capacity,
            }
        )

    class Meta:
        verbose_name = "Arrangement"
        verbose_name_plural = "Arrangementer"
        indexes = [
            models.Index(fields=["starts_at"], name="event_starts_at"),
            models.Index(fields=["over_at"], name="event_over_at"),
        ]
        constraints = [
            *EventRegistration.Meta.constraints,
            known_choice("event_kind_known", "kind", EventKind),
            known_choice("event_status_known", "status", EventStatus),
            known_choice("event_attendance_mode_known", "attendance_mode", AttendanceMode),
            FieldCheck(
                condition=~Q(status=EventStatus.MOVED_ONLINE, attendance_mode=AttendanceMode.IN_PERSON),
                name="event_moved_online_is_online",
                field="attendance_mode",
                violation_error_message="Et arrangement som er flyttet til nett, kan ikke ha bare fysisk oppmøte.",
            ),
        ]

    def problems(self) -> dict[str, ValidationError]:
        problems = super().problems()
        if self._lacks_link():
            problems["online_url"] = Incomplete(
                "Skriv inn lenken der folk deltar. Sendes den bare til påmeldte, må det være påmelding."
            )
        return problems

    def _lacks_link(self) -> bool:
        """Whether people could not find their way to an event that is still to come."""
        return bool(
            self.attendance_mode != AttendanceMode.IN_PERSON
            and not self.online_url
            and self.registration_kind == RegistrationKind.NONE
            and self.status not in (EventStatus.CANCELLED, EventStatus.POSTPONED)
            and self.starts_at
            and self.last_day >= timezone.localdate()
        )
