"""The tab of each page's form that says what of its latest draft ages, leads nowhere or is hard to use."""

import logging
from typing import Any

from wagtail.admin.panels import Panel

from pages.health.checking import faults_of
from pages.health.wording import ADVICE

logger = logging.getLogger(__name__)


class HealthPanel(Panel):
    """What there is to mend on the page as it was last saved, each with what to do."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/health/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = {"is_saved": self.instance.pk is not None}
            if context["is_saved"]:
                try:
                    context["faults"] = [(fault, ADVICE[fault.kind]) for fault in faults_of(self.instance)]
                except Exception:
                    # The form is more important than what is said about it.
                    logger.exception("The draft of page %s could not be read for faults", self.instance.pk)
            return super().get_context_data(parent_context) | context
