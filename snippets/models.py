"""All models of the app, where Django looks for them; each is defined in a module of its own."""

from snippets.audiences import Audience
from snippets.confirmations.model import ContactConfirmation
from snippets.contact_roles import ContactRole
from snippets.contacts import Contact
from snippets.documents import Document
from snippets.funding import FundingScheme
from snippets.images import Image, Rendition
from snippets.municipalities import Municipality
from snippets.navigation import Navigation, NavigationKind
from snippets.nominations.model import Nomination, NominationStatus
from snippets.notices import Notice, NoticeLevel
from snippets.organisations import Organisation, OrganisationKind
from snippets.settings import SiteSettings, SocialService
from snippets.themes import Theme
from snippets.venues import Venue

__all__ = [
    "Audience",
    "Contact",
    "ContactConfirmation",
    "ContactRole",
    "Document",
    "FundingScheme",
    "Image",
    "Municipality",
    "Navigation",
    "NavigationKind",
    "Nomination",
    "NominationStatus",
    "Notice",
    "NoticeLevel",
    "Organisation",
    "OrganisationKind",
    "Rendition",
    "SiteSettings",
    "SocialService",
    "Theme",
    "Venue",
]
