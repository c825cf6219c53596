"""All models of the app, where Django looks for them; each is defined in a module of its own."""

from pages.articles import ArticleAuthor, ArticleIndexPage, ArticleKind, ArticlePage
from pages.contact_directory import ContactDirectoryPage
from pages.event_choices import AttendanceMode, EventKind, EventStatus
from pages.event_rows import EventMaterial, EventOrganiser, EventRecording, OrganiserRole
from pages.events import EventIndexPage, EventPage
from pages.form_previews import FormPreview
from pages.health.links import OutsideLink
from pages.health.model import HealthCheck, PageFault
from pages.home import HomeHighlight, HomePage
from pages.mandate import MandatePage, MandateSignatory
from pages.partnership import Partner, PartnershipPage, PartnershipStrategy, PartnershipTask
from pages.previews import PreviewLink
from pages.programme import ProgrammeItem, TitleLanguage
from pages.projects import ProjectIndexPage, ProjectPage, ProjectStatus
from pages.registration import RegistrationKind
from pages.registrations.model import Registration, RegistrationStatus
from pages.standard import StandardPage
from pages.strategy import ActionPlanItem, ActionStatus, StrategyPage

__all__ = [
    "ActionPlanItem",
    "ActionStatus",
    "ArticleAuthor",
    "ArticleIndexPage",
    "ArticleKind",
    "ArticlePage",
    "AttendanceMode",
    "ContactDirectoryPage",
    "EventIndexPage",
    "EventKind",
    "EventMaterial",
    "EventOrganiser",
    "EventPage",
    "EventRecording",
    "EventStatus",
    "FormPreview",
    "HealthCheck",
    "HomeHighlight",
    "HomePage",
    "MandatePage",
    "MandateSignatory",
    "OrganiserRole",
    "OutsideLink",
    "PageFault",
    "Partner",
    "PartnershipPage",
    "PartnershipStrategy",
    "PartnershipTask",
    "PreviewLink",
    "ProgrammeItem",
    "ProjectIndexPage",
    "ProjectPage",
    "ProjectStatus",
    "Registration",
    "RegistrationKind",
    "RegistrationStatus",
    "StandardPage",
    "StrategyPage",
    "TitleLanguage",
]
