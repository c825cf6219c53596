"""The form of a contact person, which lets a draft be unfinished."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from snippets.contact_roles import ContactRole


class ContactForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        # In the form and not in the model: only the form knows whether it is a draft that is being saved.
        is_foui_contact = ContactRole.FOUI_CONTACT in data.get("roles", [])
        if is_foui_contact and not data.get("municipality") and not self.is_deferred_validation:
            self.add_error(
                "municipality",
                "En FoUI-kontakt er kommunens kontakt. Velg kommunen, eller fjern rollen FoUI-kontakt.",
            )
        return data
