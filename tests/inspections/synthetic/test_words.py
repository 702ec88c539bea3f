import random

from inspections.synthetic import measured, words


def texts(count):
    luck = random.Random(1)
    return [words.asked(luck, measured.TEXT_LENGTHS) for _time in range(count)]


def test_everything_says_that_it_is_synthetic():
    luck = random.Random(1)
    told = [words.told(luck, measured.REASON_LENGTHS), words.title(luck, 7, "all forces", measured.TITLE_LENGTHS)]
    assert [text for text in [*texts(200), *told] if not text.startswith("Synthetic:")] == []


def test_one_word_is_in_two_thirds_of_the_texts_and_others_are_rare():
    found = texts(4_000)
    assert 0.61 < sum(words.COMMON in text for text in found) / len(found) < 0.69
    rare = [sum(word in text for text in found) for word in words.RARE]
    assert 0 < max(rare) < 20


def test_texts_are_about_as_long_as_the_real_ones():
    lengths = sorted(map(len, texts(2_000)))
    wanted = measured.TEXT_LENGTHS[len(measured.TEXT_LENGTHS) // 2]
    assert wanted * 0.7 < lengths[1_000] < wanted * 1.3
    assert lengths[-1] <= measured.TEXT_LENGTHS[-1] + 120


def test_a_title_has_its_number_and_subject():
    assert words.title(random.Random(2), 12, "North", (10, 10)) == "Synthetic: report 12 on North"
