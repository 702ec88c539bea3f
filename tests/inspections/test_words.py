import pytest

from inspections.words import LONGEST_WORD, MOST_WORDS, STOP_WORDS, compounds, phrases, plain, token, tokens, words_of


def test_plain_text_has_no_case_accents_or_punctuation():
    assert plain("Child's  Camfanteisio’n — CAFÉ") == "child s camfanteisio n cafe"


def test_what_belongs_to_somebody_is_named_by_the_word_alone():
    assert words_of("the child's and victims’ FORCE’S") == ["the", "child", "and", "victims", "force"]


def test_hyphens_slashes_and_underscores_part_words():
    assert words_of("Dyfed-Powys 2018/19 a_b") == ["dyfed", "powys", "2018", "19", "a", "b"]


def test_an_endless_word_is_cut():
    assert words_of("x" * 5000) == ["x" * LONGEST_WORD]


@pytest.mark.parametrize(
    "same",
    [
        "supervise supervises supervised supervising supervision",
        "child children child's",
        "woman women women's",
        "organisation organisations organization organise organized organising",
        "analyse analyze analysed analyzing",
        "licence licences license licensing licensed",
        "offence offences offense",
        "behaviour behavior behaviours",
        "neighbourhood neighborhood",
        "enquiry enquiries inquiry inquiries",
        "centre centres center",
        "programme programmes program",
        "café cafe cafés CAFÉ",
    ],
)
def test_forms_and_spellings_of_one_word_are_the_same(same):
    assert len({token(words_of(word)[0]) for word in same.split()}) == 1


@pytest.mark.parametrize(
    "different",
    ["da das date", "pin pine", "cse case", "police policy", "size sister", "a1 a1a", "2018 2019 201", "r3 r31"],
)
def test_other_words_and_acronyms_are_not(different):
    words = different.split()
    assert len(set(map(token, words))) == len(words)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ncpi", "ncpi"),
        ("999", "999"),
        ("12e34ab", "x12e34ab"),
        ("1a", "x1a"),
        ("þorn", "xfeorn"),
        ("漢字", "x6f22x5b57"),
    ],
)
def test_a_token_is_of_letters_and_digits_that_no_engine_cuts_up(word, expected):
    assert token(word) == expected


def test_a_text_keeps_its_order_and_its_stop_words():
    assert tokens("Officers at the scene") == ["offic", "at", "the", "scene"]


def test_a_compound_is_also_one_word():
    assert compounds("A re-inspection of anti-social behaviour, 2018-19") == ["reinspection", "antisocial"]


def test_quoted_words_are_one_phrase_and_a_star_leaves_a_word_open():
    assert phrases('"missing children" polic* the') == [(["missing", "children"], False), (["polic"], True)]
    assert phrases("“code of ethics”") == [(["code", "of", "ethics"], False)]


def test_a_quote_that_is_not_closed_is_no_word():
    assert phrases('"missing children') == [(["missing"], False), (["children"], False)]


def test_what_is_only_stop_words_is_looked_for_all_the_same():
    assert phrases("to be") == [(["to"], False), (["be"], False)]
    assert {word for words, _ in phrases("to be") for word in words} <= STOP_WORDS


def test_an_endless_query_is_cut():
    assert len(phrases(" ".join(f"word{n}" for n in range(500)))) == MOST_WORDS


def test_a_letter_of_mathematics_is_the_plain_letter():
    assert plain("\U0001d54a") == plain("S") == "s"
