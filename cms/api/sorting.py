"""Norwegian alphabetical order, on any PostgreSQL."""

from django.db.models import CharField, Func

# Norwegian sorts æ, ø, å after z (and ä as æ, ö as ø, aa as å; Språkrådet). The three characters that follow
# "z" in ASCII stand for them, so that a plain byte comparison gives the right order whatever the server's locale.
AFTER_Z = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"}
BASE_LETTERS = {
    "a": "áàâã",
    "c": "čç",
    "d": "đð",
    "e": "éèêë",
    "i": "íìîï",
    "n": "ñŋń",
    "o": "óòôõ",
    "s": "š",
    "t": "ŧ",
    "u": "úùû",
    "y": "ýü",
    "z": "ž",
}


def _translation() -> tuple[str, str]:
    pairs = dict(AFTER_Z)
    for base, variants in BASE_LETTERS.items():
        pairs |= dict.fromkeys(variants, base)
    pairs |= {letter.upper(): key for letter, key in pairs.items()}
    return "".join(pairs), "".join(pairs.values())


LETTERS, KEYS = _translation()


class NorwegianSortKey(Func):
    """The text as a key whose byte order is Norwegian alphabetical order; usable in ORDER BY and generated columns.

    The letters are part of the SQL, not parameters: PostgreSQL takes none in a generated column.
    """

    template = f"replace(lower(translate(%(expressions)s, '{LETTERS}', '{KEYS}')), 'aa', '}}') COLLATE \"C\""
    output_field = CharField(db_collation="C")
