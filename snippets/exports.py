"""Exports to spreadsheets, in which no text is ever a formula."""

from typing import Any

# What spreadsheet programs take for the beginning of one: https://owasp.org/www-community/attacks/CSV_Injection
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: Any) -> Any:
    """The value as a cell of a CSV file: behind an apostrophe where a spreadsheet program would calculate it.

    Numbers stay what they are.
    """
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(BEGINNINGS) else text


class SafeExportMixin:
    """For the list views of the admin. Excel files are safe as they are: Wagtail writes texts as texts."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        written = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return as_text(written) if export_format == "csv" else written
