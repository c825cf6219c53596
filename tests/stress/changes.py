"""What editors change meanwhile, by the classes and methods that the admin's views call."""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass

import PIL.Image
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from pages.models import ArticleAuthor, ArticleIndexPage, ArticlePage, ProjectIndexPage
from snippets.models import Contact, Image, Organisation, SiteSettings, Theme

ARTICLES = 20


@dataclass
class Site:
    """The part of the demo site that changes."""

    index: ArticleIndexPage
    elsewhere: ProjectIndexPage
    theme: Theme
    organisation: Organisation
    contact: Contact
    image: Image

    @classmethod
    def made(cls) -> "Site":
        index = ArticleIndexPage.objects.get(locale__language_code="nb")
        contact = Contact.objects.filter(live=True, organisation__isnull=False).order_by("pk")[0]
        theme = Theme.objects.filter(locale__language_code="nb").order_by("pk")[0]
        image = Image.objects.order_by("pk")[0]
        for number in range(ARTICLES):
            article = written_below(index, f"Stresset {number}", f"stresset-{number}", image)
            article.authors = [ArticleAuthor(contact=contact)]
            article.themes = [theme]
            article.save_revision().publish()
        organisation = contact.organisation
        assert organisation is not None
        elsewhere = ProjectIndexPage.objects.get(locale__language_code="nb")
        return cls(index, elsewhere, theme, organisation, contact, image)


def written_below(index: ArticleIndexPage, title: str, slug: str, image: Image) -> ArticlePage:
    """A new, public article."""
    article = ArticlePage(title=title, slug=slug, lead=title, hero_image=image)
    written: ArticlePage = ArticleIndexPage.objects.get(pk=index.pk).add_child(instance=article)
    return written


class Editor:
    """Makes one change after the other, each another version of something."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site = site
        self.chance = random.Random(seed)
        self.user = get_user_model().objects.filter(is_superuser=True).first()
        self.number = 0
        # The address of an article that was deleted, until the next change writes another there: what an editor does
        # one after the other are two changes, with a state between them that is as true as any.
        self.deleted: str | None = None
        self.kinds: list[Callable[[], None]] = [
            *[self.publish] * 6,
            *[self.unpublish] * 2,
            *[self.move] * 2,
            self.delete,
            self.edit_organisation,
            self.edit_theme,
            self.edit_contact,
            self.replace_image,
            self.edit_settings,
        ]

    def change(self) -> str:
        """Change something; the name of what was done."""
        self.number += 1
        kind = self.write_again if self.deleted else self.chance.choice(self.kinds)
        kind()
        return kind.__name__

    def publish(self) -> None:
        article = self._article()
        article.title = f"Stresset {self.number}"
        article.lead = f"Utgave {self.number}"
        self._published(article)

    def unpublish(self) -> None:
        article = self._article()
        if article.live:
            UnpublishPageAction(article, user=self.user).execute(skip_permission_checks=True)
        else:
            self._published(article)

    def move(self) -> None:
        article = self._article()
        there = self.site.elsewhere if article.get_parent().pk == self.site.index.pk else self.site.index
        target = Page.objects.get(pk=there.pk)
        MovePageAction(article, target, pos="last-child", user=self.user).execute(skip_permission_checks=True)

    def delete(self) -> None:
        article = self._article()
        self.deleted = article.slug
        DeletePageAction(article, user=self.user).execute(skip_permission_checks=True)

    def write_again(self) -> None:
        assert self.deleted is not None
        written_below(self.site.index, f"Stresset {self.number}", self.deleted, self.site.image)
        self.deleted = None

    def edit_organisation(self) -> None:
        organisation = Organisation.objects.get(pk=self.site.organisation.pk)
        organisation.name = f"Virksomhet i utgave {self.number}"
        organisation.save()

    def edit_theme(self) -> None:
        theme = Theme.objects.get(pk=self.site.theme.pk)
        theme.label = f"Tema i utgave {self.number}"
        theme.save()

    def edit_contact(self) -> None:
        contact = Contact.objects.get(pk=self.site.contact.pk)
        contact.job_title = f"Rådgiver {self.number}"
        contact.save_revision(user=self.user).publish(user=self.user)

    def replace_image(self) -> None:
        image = Image.objects.get(pk=self.site.image.pk)
        drawn = io.BytesIO()
        PIL.Image.new("RGB", (64, 48), (self.number % 256, self.number // 256, 80)).save(drawn, "PNG")
        image.file = ContentFile(drawn.getvalue(), f"utgave-{self.number}.png")
        image.save()

    def edit_settings(self) -> None:
        settings = SiteSettings.objects.get()
        settings.name = f"FoUI i utgave {self.number}"
        settings.save()

    def _article(self) -> ArticlePage:
        return self.chance.choice(list(ArticlePage.objects.filter(slug__startswith="stresset-").order_by("slug")))

    def _published(self, article: ArticlePage) -> None:
        revision = article.save_revision(user=self.user)
        PublishPageRevisionAction(revision, user=self.user).execute(skip_permission_checks=True)
