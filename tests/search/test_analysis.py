"""Words as people write them meet in common lexemes."""

import pytest

from search.analysis.compounds import leaves, parts, splits
from search.analysis.folding import folded
from search.analysis.frequencies import bokmal
from search.analysis.lexemes import lexemes_of, stem_of
from search.analysis.title_keys import keys_of_title, typed
from search.analysis.tokens import clean, tokens, words_of
from search.query import Item, parsed
from search.vectors import Vector


@pytest.mark.parametrize(
    "forms",
    [
        ("kommune", "kommunen", "kommuner", "kommunene", "kommunenes", "kommunar", "kommunane"),
        ("forskning", "forskningen", "forsking", "forskinga"),
        ("ikke", "ikkje"),
        ("barn", "born", "barna"),
        ("skole", "skolen", "skule", "skulane"),
        ("hjem", "hjemmet", "heim", "heimen"),
        ("tjeneste", "tjenester", "teneste", "tenesta", "tenestene"),
        ("virkemiddel", "virkemidler", "verkemiddel"),
        ("bærekraft", "berekraft"),
        ("veiledning", "rettleiing", "rettleiinga"),
        ("trygghet", "tryggleik"),
        ("mulighet", "moglegheit", "moglegheiter"),
        ("fastlege", "fastleger", "fastlegene"),
        ("gjødsel", "gjødsla"),
        ("sykehus", "sjukehus", "sjukehuset"),
        ("forsker", "forskeren", "forskere", "forskerne", "forskarar", "forskarane"),
        ("sykepleier", "sykepleierne", "sjukepleiarane"),
        ("senter", "senteret", "sentre", "sentrene"),
        ("sommer", "sommeren", "somrene", "sommar", "sommaren"),
        ("klima", "klimaet"),
        ("ressurs", "ressursen", "ressurser", "ressursane"),
        ("universitet", "universitetet", "universitetene", "universiteta"),
        ("kvalitet", "kvaliteten", "kvaliteter", "kvalitetar"),
        ("studium", "studiet", "studier", "studie"),
        ("museum", "museet", "museene"),
        ("forelder", "foreldre", "foreldrene", "foreldra"),
        ("rådmann", "rådmannen", "rådmenn"),
        ("melkebonde", "melkebønder", "melkebøndene"),
        ("ku", "kua", "kyr", "kyrne"),
        ("by", "byen", "byer", "byane"),
        ("fornybar", "fornybare", "fornybart"),
        ("digital", "digitale", "digitalt"),
        ("gjennomføre", "gjennomfører", "gjennomførte", "gjennomført"),
        ("skrive", "skriver", "skrev", "skrevet"),
        ("løvskog", "lauvskog"),
        ("flomvern", "flaumvern"),
        ("drikkevann", "drikkevatn", "drikkevatnet"),
        ("trygghetsalarm", "tryggleiksalarm"),
        ("eier", "eierne", "eigar", "eigarar"),
    ],
)
def test_forms_in_bokmal_and_nynorsk_have_one_stem(forms):
    assert len({stem_of(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lag", "lege"),
        ("fast", "fastlege"),
        ("skog", "skogeier"),
        ("by", "bygd"),
        ("vei", "vekt"),
        ("rom", "rømme"),
        ("levere", "lever"),
        ("helse", "hel"),
        ("krise", "krig"),
        ("moderne", "mor"),
        ("interne", "inter"),
        ("protest", "protese"),
        ("løype", "løp"),
        ("leir", "ler"),
        ("endre", "ende"),
        ("gardin", "gård"),
        ("servant", "servere"),
    ],
)
def test_other_words_have_other_stems(one, other):
    assert stem_of(one) != stem_of(other)


@pytest.mark.parametrize(
    ("word", "made_of"),
    [
        ("innovasjonsverksted", ("innovasjon", "verksted")),
        ("forskningssamarbeid", ("forskning", "samarbeid")),
        ("velferdsteknologiprosjektet", ("velferds", "teknologi", "prosjektet")),
        ("havbruksnæring", ("havbruk", "næring")),
        ("kommunestyre", ("kommune", "styre")),
        ("kulturskulen", ("kultur", "skulen")),
    ],
)
def test_a_compound_is_parted_into_its_words(word, made_of):
    assert leaves(word) == made_of


@pytest.mark.parametrize(
    "word",
    ["verksted", "velferd", "kommune", "rekruttering", "digitalisering", "utdanning", "strategi", "xqzwvb", "ab"],
)
def test_a_simple_word_is_left_whole(word):
    assert parts(word) == ()


def test_a_compound_and_its_nynorsk_form_share_a_lexeme_whatever_binds_its_words():
    bokmal, nynorsk = lexemes_of("fosterhjemmet"), lexemes_of("fosterheimar")

    assert set(bokmal) & set(nynorsk) >= {"c:fost-hjem", "h:hjem"}


def test_a_noun_has_a_lexeme_of_the_verb_it_is_made_of():
    pairs = [
        ("realisering", "realisere"),
        ("forskning", "forske"),
        ("evaluering", "evaluerer"),
        ("utvikling", "utvikle"),
    ]

    for noun, verb in pairs:
        assert f"d:{stem_of(verb)}" in lexemes_of(noun)


def test_letters_are_typed_in_ascii_in_each_of_three_ways():
    assert folded("ærfugløya") == ("arfugloya", "aerfugloeya", "aerfugloya")
    assert folded("åfjord") == ("afjord", "aafjord")
    assert folded("kafé") == ("kafe",)
    assert folded("kommune") == ("kommune",)


def test_english_words_have_an_english_stem():
    assert "g:collabor" in lexemes_of("collaborations")
    assert not any(lexeme.startswith("g:") for lexeme in lexemes_of("kommunen"))


def test_the_word_list_is_there_and_knows_how_common_words_are():
    assert len(bokmal()) > 50_000
    assert bokmal()["kommune"] > bokmal()["havbruk"] > 2


def test_a_text_is_words_without_what_is_not_seen():
    text = clean("Sam­arbeid\u200b  og\n«FoU-prosjekt» i 2023\u202e, e\u0301n")

    assert [token.word for token in tokens(text)] == ["samarbeid", "og", "fou", "prosjekt", "i", "2023", "én"]
    assert text.isprintable()


def test_a_query_is_taken_apart_into_words_phrases_choices_and_what_is_left_out():
    query = parsed('kontakt "grønn omstilling" frøya OR hitra -digital -"kunstig intelligens" møte')

    assert query.groups == (
        (Item(("kontakt",)),),
        (Item(("grønn", "omstilling"), is_literal=True),),
        (Item(("frøya",)), Item(("hitra",))),
        (Item(("møte",), is_last=True),),
    )
    assert query.excluded == (Item(("digital",)), Item(("kunstig", "intelligens"), is_literal=True))


@pytest.mark.parametrize("typed", ["", "og i på", "- & |", "😀", '""', "or", "det", "hvem er det?"])
def test_what_has_no_word_of_a_meaning_asks_for_nothing(typed):
    assert parsed(typed).groups == ()


def test_a_word_without_a_meaning_of_its_own_is_one_when_nothing_else_is_asked_for():
    assert parsed("vår").groups == ((Item(("vår",), is_last=True),),)
    assert parsed("samling vår").groups == ((Item(("samling",)),),)


def test_the_words_of_an_address_are_asked_for_together_and_the_digits_of_a_number_as_one():
    together = (Item(("kari", "example", "no"), is_literal=True),)

    assert parsed("kari@example.no").groups == (together,)
    for number in ("74 00 00 12", "+47 74000012", "004774000012", "740 00 012"):
        assert parsed(f"ring {number}").groups == ((Item(("ring",)),), (Item(("74000012",), is_last=True),))
    assert parsed("2022 2023").groups == ((Item(("2022",)),), (Item(("2023",), is_last=True),))


def test_names_of_places_are_no_compounds():
    assert [parts(word) for word in ("trondheim", "trondheims")] == [(), ()]
    assert parts("trondheimsregionen") == ("trondheim", "regionen")


def test_titles_can_be_typed_from_each_of_their_words_in_alphabetical_order():
    assert keys_of_title("Åpne havbruk") == [
        (False, "}pne havbruk"),
        (False, "apne havbruk"),
        (False, "aapne havbruk"),
        (True, "havbruk"),
    ]
    assert sorted(map(typed, ["Åre", "Ære", "Øre", "Zoo"])) == ["zoo", "{re", "|re", "}re"]


def test_a_vector_counts_stop_words_as_places_and_not_as_lexemes():
    vector = str(Vector().add(["Bruk av havbruk"], "A", is_head=False))

    assert "'s:bruk':1A" in vector
    assert "'s:havbruk':3A" in vector
    assert "'s:av'" not in vector


def test_a_long_text_stays_within_what_postgresql_takes():
    vector = Vector().add(["havbruk " * 20_000], "D", is_head=True)

    assert len(vector.places["s:havbruk"]) == 20


def test_letters_that_are_short_for_several_words_are_one_word():
    assert words_of("Offentlig sektor-ph.d. m.m. for A.B. Hansen") == [
        *("offentlig", "sektor", "phd", "mm", "for", "ab", "hansen")
    ]
    assert words_of("www.nb.no kl. 10.30 f.eks. Oslo.Vi") == [
        "www",
        "nb",
        "no",
        "kl",
        "10",
        "30",
        "f",
        "eks",
        "oslo",
        "vi",
    ]


def test_a_compound_that_no_list_has_is_parted_in_all_ways_that_give_words():
    assert splits("rusbolig")[0] == ("rus", "bolig")
    assert ("matjord", "vern") in splits("matjordvern")
    assert splits("xqzwvbkl") == []
