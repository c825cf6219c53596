"""A step of its own, so that nobody waits while the rows are read."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pages", "0009_changes_and_links")]

    operations = [ValidateConstraint(model_name="pagefault", name="page_fault_kind_known")]
