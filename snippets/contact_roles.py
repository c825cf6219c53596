"""What contact persons do in the partnership."""

from django.db import models


class ContactRole(models.TextChoices):
    """What a contact person does in the partnership."""

    FOUI_CONTACT = "foui_contact", "FoUI-kontakt"
    COMPETENCE_BROKER = "competence_broker", "Kompetansemegler"
    PARTNER_REPRESENTATIVE = "partner_representative", "Partnerrepresentant"
    SECRETARIAT = "secretariat", "Sekretariat"
