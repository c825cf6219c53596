"""Every installation has the region's 38 municipalities: coverage counts against them."""

from django.db import migrations

from snippets.municipalities import load_municipalities


def load(apps, _schema_editor):
    load_municipalities(apps.get_model("snippets", "Municipality"))


class Migration(migrations.Migration):
    dependencies = [("snippets", "0001_initial")]

    # Going back leaves the rows: 0001 removes their table.
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
