"""«Hvorfor dette treffet?»: a page where an editor sees what readers find, and what each hit's place is due to."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import URLPattern, path, reverse
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from cms.api.context import Context
from search.engine import Question
from search.explaining import MOST_HITS, Explanation
from search.promotions import Promotion
from search.public import Audience
from search.query import LONGEST_QUERY
from search.remedies import promotion_of, synonym_of
from search.viewsets import ToolViewSet


class WhyForm(forms.Form):
    q = forms.CharField(
        label="Hva leserne søker etter",
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"placeholder": "For eksempel: søke midler"}),
    )


class WhyView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = Promotion
    any_permission_required = ("add", "change", "delete", "view")
    template_name = "search/why.html"
    page_title = "Hvorfor dette treffet?"
    header_icon = "help"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = WhyForm(self.request.GET if "q" in self.request.GET else None)
        context |= {"form": form, "most_hits": MOST_HITS}
        if form.is_valid():
            context |= self._explanation(form.cleaned_data["q"])
        return context

    def _explanation(self, words: str) -> dict[str, Any]:
        """What a reader finds for the words in the site's own language: past the public gate, not the editor's."""
        user = self.request.user
        explanation = Explanation(Question(words, Audience(Context(self.request).gate)))
        addresses = AdminURLFinder(user)
        return {
            "explanation": explanation,
            "words": [(word, synonym_of(word.said, user) if word.is_unknown else None) for word in explanation.words],
            "hits": [(hit, addresses.get_edit_url(hit.node)) for hit in explanation.hits],
            "promotion": promotion_of(words, user),
            "better_url": explanation.better_words and why_url(explanation.better_words),
        }


class WhyViewSet(ToolViewSet):
    model = Promotion
    actions = WhyView.any_permission_required
    name = "search_why"
    url_prefix = "search/why"
    icon = "help"
    menu_label = "Hvorfor dette treffet?"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", WhyView.as_view(), name="index")]


def why_url(words: str) -> str:
    """The page about these words."""
    return f"{reverse('search_why:index')}?{urlencode({'q': words})}"
