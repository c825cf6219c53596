"""What readers see for the enum values of the API, in bokmål; the names are those of the schema."""

LABELS: dict[str, dict[str, str]] = {
    "ActionStatus": {"PLANNED": "Planlagt", "ONGOING": "Pågår", "DONE": "Gjennomført", "CANCELLED": "Avlyst"},
    "ArticleKind": {"NEWS": "Nyhet", "EXPERIENCE": "Erfaring", "REPORT": "Referat", "OPINION": "Meningsinnlegg"},
    "AttendanceMode": {"IN_PERSON": "Fysisk oppmøte", "ONLINE": "På nett", "MIXED": "Både fysisk og på nett"},
    "ContactRole": {
        "FOUI_CONTACT": "FoUI-kontakt",
        "COMPETENCE_BROKER": "Kompetansemegler",
        "PARTNER_REPRESENTATIVE": "Partnerrepresentant",
        "SECRETARIAT": "Sekretariat",
    },
    "EventKind": {
        "GATHERING": "Samling",
        "INNOVATION_WORKSHOP": "Verksted",
        "WORKSHOP": "Workshop",
        "DIGITAL_MEETING": "Digitalt møte",
        "WEBINAR": "Webinar",
    },
    "EventStatus": {
        "SCHEDULED": "Som planlagt",
        "POSTPONED": "Utsatt",
        "CANCELLED": "Avlyst",
        "MOVED_ONLINE": "Flyttet til nett",
    },
    "FacetName": {
        "TYPE": "Innhold",
        "THEME": "Tema",
        "MUNICIPALITY": "Kommune",
        "ORGANISATION": "Organisasjon",
        "YEAR": "År",
    },
    "Locale": {"NB": "Bokmål", "NN": "Nynorsk", "EN": "English", "SMA": "Åarjelsaemien gïele"},
    "NoticeLevel": {"INFO": "Informasjon", "WARNING": "Viktig", "CRITICAL": "Kritisk"},
    "OrganiserRole": {"ORGANISER": "Arrangør", "CO_HOST": "Medarrangør"},
    "ProjectStatus": {
        "PLANNED": "Planlagt",
        "ONGOING": "Pågår",
        "COMPLETED": "Avsluttet",
        "CANCELLED": "Avbrutt",
    },
    "SocialService": {
        "BLUESKY": "Bluesky",
        "FACEBOOK": "Facebook",
        "INSTAGRAM": "Instagram",
        "LINKEDIN": "LinkedIn",
        "MASTODON": "Mastodon",
        "OTHER": "Annet",
        "X": "X",
        "YOUTUBE": "YouTube",
    },
}
