"""Documents: files to download."""

from django.core.exceptions import ValidationError
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument

from cms.api.fields import GraphQLInt, GraphQLString
from snippets.uploads import check_document


class Document(AbstractDocument):
    """A file to download."""

    # Wagtail's own model of the same name is installed too and has taken the default name.
    tags = TaggableManager(verbose_name="merkelapper", blank=True, help_text=None, related_name="library_documents")

    admin_form_fields = ("title", "file", "collection", "tags")

    list_order = ["-created_at", "-pk"]
    graphql_interfaces = ("cms.api.types.Node",)
    graphql_fields = [
        GraphQLString("title", "What the document is called.", required=True),
        GraphQLString("url", "Where to download it.", required=True),
        GraphQLString("filename", "The file's name.", required=True),
        GraphQLString("file_extension", "What the file's name ends with: `pdf`.", required=True),
        GraphQLInt("file_size", "The file's size in bytes."),
    ]

    class Meta(AbstractDocument.Meta):
        verbose_name = "dokument"
        verbose_name_plural = "dokumenter"
        ordering = ["-created_at", "-pk"]
        default_related_name = "library_documents"

    def clean(self) -> None:
        # Not Wagtail's own check, which knows a file by its name alone.
        is_new = self.file and not self.file._committed
        if is_new:
            try:
                check_document(self.file.file, self.file.name)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error
