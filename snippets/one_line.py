"""Text from outside that must stay on its line: a name with a line break in it could pose as more than a name."""

from django.core.validators import RegexValidator

one_line = RegexValidator(r"^[^\x00-\x1f\x7f\u2028\u2029]*\Z", "Skriv teksten på én linje.")
