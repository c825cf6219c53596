"""The page above all sites, and the collection above all others, have names that editors meet in the admin."""

from django.db import migrations


def rename(old, new):
    def change(apps, schema_editor):
        page = apps.get_model("wagtailcore", "Page")
        page.objects.filter(depth=1, title=old).update(title=new, draft_title=new)
        apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=old).update(name=new)

    return change


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0007_registrations_and_health"),
        ("wagtailcore", "0001_squashed_0016_change_page_url_path_to_text_field"),
    ]

    operations = [migrations.RunPython(rename("Root", "Rot"), rename("Rot", "Root"))]
