"""Contact persons: who stands for a municipality or organisation in the partnership."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from cms.api.fields import GraphQLDate, GraphQLEnums, GraphQLRelation, GraphQLString
from snippets.choices import ChoiceArrayField
from snippets.constraints import FieldCheck, FieldUnique
from snippets.contact_form import ContactForm
from snippets.contact_roles import ContactRole
from snippets.sort_keys import sort_key_of
from snippets.years import InTellableYears

phone_number = RegexValidator(
    r"^\+?[0-9][0-9 ]{4,18}\Z",
    "Skriv nummeret med siffer og mellomrom, for eksempel 74 17 40 00 eller +47 74 17 40 00.",
)


class Contact(
    InTellableYears,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    models.Model,
):
    """A person to get in touch with."""

    name = models.CharField("navn", max_length=200)
    roles = ChoiceArrayField(
        models.CharField(max_length=30, choices=ContactRole),
        verbose_name="roller",
        default=list,
        help_text="Kryss av for alt personen gjør i partnerskapet.",
    )
    job_title = models.CharField(
        "stillingstittel",
        max_length=200,
        blank=True,
        help_text="For eksempel «rådgiver næring og utvikling».",
    )
    # Not PROTECT: an earlier revision that names something deleted could then not be opened any more.
    organisation = models.ForeignKey(
        "snippets.Organisation",
        verbose_name="organisasjon",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contacts",
    )
    municipality = models.ForeignKey(
        "snippets.Municipality",
        verbose_name="kommune",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contacts",
        help_text="Kommunen personen er kontakt for. Må fylles ut for FoUI-kontakter.",
    )
    email = models.EmailField("e-post", blank=True)
    email_is_public = models.BooleanField(
        "vis e-posten offentlig",
        default=False,
        help_text="Uten kryss ser bare redaktører adressen. Avtal det med personen først.",
    )
    phone = models.CharField(
        "telefon",
        max_length=20,
        blank=True,
        validators=[phone_number],
    )
    phone_is_public = models.BooleanField(
        "vis telefonen offentlig",
        default=False,
        help_text="Uten kryss ser bare redaktører nummeret. Avtal det med personen først.",
    )
    photo = models.ForeignKey(
        "snippets.Image",
        verbose_name="bilde",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    appointed_on = models.DateField("oppnevnt", null=True, blank=True)
    term_ends_on = models.DateField(
        "oppnevnt til og med",
        null=True,
        blank=True,
        help_text="La stå tomt når oppnevningen ikke har noen sluttdato.",
    )
    confirmed_on = models.DateField(
        "sist bekreftet",
        null=True,
        blank=True,
        help_text="Dagen noen sist kontrollerte at opplysningene stemmer.",
    )
    sort_key = sort_key_of("name")

    base_form_class = ContactForm
    edit_handler = TabbedInterface(
        [
            ObjectList(["name", "photo", "roles", "municipality", "organisation", "job_title"], heading="Person"),
            ObjectList(
                [
                    MultiFieldPanel(["email", "email_is_public"], heading="E-post"),
                    MultiFieldPanel(["phone", "phone_is_public"], heading="Telefon"),
                ],
                heading="Kontaktopplysninger",
            ),
            ObjectList([FieldRowPanel(["appointed_on", "term_ends_on"]), "confirmed_on"], heading="Oppnevning"),
        ]
    )

    # Neither e-mail nor phone: a search must not confirm what is hidden.
    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("job_title"),
        index.RelatedFields("organisation", [index.SearchField("name"), index.AutocompleteField("name")]),
        index.RelatedFields("municipality", [index.SearchField("name"), index.AutocompleteField("name")]),
        index.FilterField("live"),
        index.FilterField("municipality"),
        index.FilterField("organisation"),
        index.FilterField("sort_key"),
    ]

    list_order = ["sort_key", "pk"]
    graphql_fields = [
        GraphQLString("name", "The full name.", required=True),
        GraphQLEnums("roles", ContactRole, "What the person does in the partnership."),
        GraphQLString("job_title", "Position in their own organisation."),
        GraphQLRelation("organisation", "snippets.Organisation", "Where the person works."),
        GraphQLRelation("municipality", "snippets.Municipality", "The municipality that the person is contact for."),
        GraphQLString("email", "E-mail address; null unless the person agreed to show it.", source="public_email"),
        GraphQLString("phone", "Phone number; null unless the person agreed to show it.", source="public_phone"),
        GraphQLRelation("photo", "snippets.Image", "A portrait."),
        GraphQLDate("appointed_on", "The day the person was appointed."),
        GraphQLDate("term_ends_on", "The last day of the appointment; null when it has no end."),
        GraphQLDate("confirmed_on", "The day somebody last checked that this is right."),
    ]

    class Meta:
        verbose_name = "kontaktperson"
        verbose_name_plural = "kontaktpersoner"
        ordering = ["sort_key", "pk"]
        constraints = [
            FieldUnique(
                Lower("email"),
                condition=~Q(email=""),
                name="contact_email_unique",
                field="email",
                violation_error_message=(
                    "Det finnes allerede en kontaktperson med denne e-posten. Rediger den, eller bruk en annen adresse."
                ),
            ),
            FieldCheck(
                condition=Q(roles__contained_by=ContactRole.values),
                name="contact_roles_known",
                field="roles",
                violation_error_message="En av rollene finnes ikke. Velg roller fra listen.",
            ),
            FieldCheck(
                condition=Q(appointed_on=None) | Q(term_ends_on=None) | Q(term_ends_on__gte=F("appointed_on")),
                name="contact_term_ends_after_start",
                field="term_ends_on",
                violation_error_message=(
                    "Oppnevningen slutter før den begynner. Rett datoen, eller la feltet stå tomt."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.confirmed_on and self.confirmed_on > timezone.localdate():
            raise ValidationError({"confirmed_on": "Skriv dagen det ble kontrollert; den kan ikke være etter i dag."})

    @property
    def public_email(self) -> str | None:
        """The address if anyone may see it."""
        return self.email if self.email and self.email_is_public else None

    @property
    def public_phone(self) -> str | None:
        """The number if anyone may see it."""
        return self.phone if self.phone and self.phone_is_public else None

    def get_role_labels(self) -> str:
        """The roles as editors read them."""
        return ", ".join(ContactRole(role).label for role in self.roles)

    get_role_labels.short_description = "Roller"  # type: ignore[attr-defined]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "snippets/previews/contact.html"
