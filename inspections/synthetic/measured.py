"""The distributions that a synthetic record is drawn from, as they were counted in real ones.

Counted once, in November 2026, in two packages: the demonstration record (fixtures/demo: 65 inspections, 130
recommendations, 303 items, 194 updates) and a sample of the inspectorate's old public register (32 inspections,
40 recommendations, 62 items, 154 updates). A table of weights says how many there were; where it has something that
was not seen, the comment says so. A scale is the value at 0, 10, 20 … 100 per cent of the rows.
"""

import random
from bisect import bisect_right
from itertools import accumulate

Scale = tuple[int, ...]


class Weights:
    """How often each of some words came up: "custody 3, jtai 1". A dash stands for an empty cell."""

    def __init__(self, counted: str) -> None:
        pairs = [pair.rpartition(" ") for pair in counted.split(", ")]
        self.words = ["" if word == "-" else word for word, _space, _count in pairs]
        self.steps = list(accumulate(int(count) for _word, _space, count in pairs))


# --- Inspections, both packages

YEARS = Weights(
    "2011 1, 2013 1, 2014 6, 2015 11, 2016 4, 2017 10, 2018 11, 2019 6, 2021 10, 2022 7, 2023 10, 2024 6, 2025 6"
)
MONTHS = Weights("1 6, 2 5, 3 13, 4 4, 5 3, 6 2, 7 6, 8 9, 9 14, 10 4, 11 10, 12 7")
# Integrated reviews are follow-ups by nature, and the Welsh form came up once: neither is here.
PROGRAMMES = Weights(
    "ncpi 28, thematic 21, peel 20, fire 14, crime-data-integrity 6, custody 3, commissioned 2, jtai 1"
)
FOLLOW_UPS = Weights(
    "- 66, revisit-letter 13, post-inspection-review 9, reinspection 4, progress-assessment 3, quarterly-update 2"
)
RECOMMENDATIONS_OF_A_REPORT = Weights("1 30, 2 10, 3 5, 4 2, 5 2, 6 2, 8 1, 9 3, 12 2, 16 1")
TITLE_LENGTHS = (18, 36, 45, 54, 59, 61, 69, 73, 76, 83, 173)
SUMMARY_LENGTHS = (31, 60, 89, 90, 95, 110, 125, 140, 160, 180, 308)

# --- Recommendations

KINDS = Weights(
    "recommendation 86, part 41, cause-of-concern 32, area-for-improvement 7, accelerated-cause-of-concern 4"
)
DEADLINES = Weights(
    "- 91, immediately 21, by-date 20, within-3-months 16, within-6-months 12, none-given 8, within-6-weeks 1, "
    "within-28-days 1"
)
TEXT_LENGTHS = (24, 54, 66, 79, 94, 108, 129, 153, 195, 234, 352)
THEMES_OF_A_RECOMMENDATION = Weights("1 95, 2 64, 3 10")
THEMES = Weights(
    "fire-safety 28, record-keeping 20, call-handling 15, crime-recording 15, crime-prevention 14, workforce 13, "
    "custody 13, risk-assessment 12, ethics 11, leadership 11, partnership-working 11, vulnerability 10, "
    "investigation 10, demand 9, child-sexual-exploitation 9, missing-children 8, supervision 8, domestic-abuse 7, "
    "public-engagement 6, online-child-abuse 5, use-of-force 5, stalking 4, voice-of-the-child 3, "
    "managing-offenders 3, firearms-licensing 2, child-criminal-exploitation 1"
)
# Four of 170 went to all 43 forces. They were chosen for the demonstration, so here they are one in 500: otherwise
# every second item would belong to one of them.
BODIES_ADDRESSED = Weights("1 9700, 2 180, 4 50, 6 30, 11 20, 43 20")

# --- Items and what is said of them

# How many updates an item has, beside the others of its report: their mean is what is asked for.
UPDATES_OF_AN_ITEM = Weights("0 42, 1 76, 2 46, 3 26, 4 13, 5 2")
# From one statement to the next of the same item; "" is the beginning. Not seen, and given the weight one so that every
# position of the format comes up: not-started, not-assured and reopened, what follows them and what follows a claim or
# a closure.
NEXT_POSITION = {
    "": Weights(
        "being-progressed 104, awaiting-review 70, under-way 12, planned 6, superseded 5, says-complete 2, "
        "partly-assured 2, complete 1, not-examined 1, not-started 1"
    ),
    "awaiting-review": Weights("being-progressed 42, awaiting-review 30, complete 13, no-further-action 4"),
    "being-progressed": Weights(
        "being-progressed 15, awaiting-review 8, complete 6, under-way 3, not-accepted 1, says-complete 1, "
        "not-examined 1"
    ),
    "under-way": Weights("being-progressed 7, complete 2, partly-assured 2, says-complete 1, under-way 1"),
    "planned": Weights("being-progressed 6, under-way 1"),
    "not-started": Weights("planned 1, under-way 1"),
    "not-accepted": Weights("being-progressed 1, no-further-action 1"),
    "not-examined": Weights("being-progressed 1, awaiting-review 1"),
    "says-complete": Weights("complete 1, being-progressed 1, assured 1, not-assured 1"),
    "partly-assured": Weights("assured 2, being-progressed 2"),
    "assured": Weights("complete 1, awaiting-review 1"),
    "not-assured": Weights("under-way 1, being-progressed 1"),
    "complete": Weights("complete 4, reopened 1"),
    "no-further-action": Weights("no-further-action 4, reopened 1"),
    "superseded": Weights("superseded 1"),
    "reopened": Weights("being-progressed 1, under-way 1"),
}
DAYS_TO_THE_FIRST = (0, 0, 0, 0, 0, 60, 240, 339, 686, 686, 1267)
DAYS_BETWEEN = (0, 1, 40, 70, 110, 180, 250, 340, 430, 600, 1410)
REASON_LENGTHS = (31, 42, 42, 52, 90, 110, 122, 122, 125, 150, 229)
# How exactly the day of a statement is known, by the length of its date.
PRECISION = Weights("10 340, 7 6, 4 2")
BODY_EVIDENCE = Weights("assertion 18, document 6")
INSPECTORATE_EVIDENCE = Weights("document 274, inspection 44")
PUBLISHER_WORDINGS = {
    "awaiting-review": Weights("awaiting review 78, - 30"),
    "being-progressed": Weights("Incomplete 93, - 40, being progressed 40, not fully achieved 4"),
    "complete": Weights("complete 16, closed 4, closure 2, discharged 2"),
    "no-further-action": Weights("no further action needed 4, - 2"),
    "assured": Weights("Assured 2"),
    "partly-assured": Weights("Partly assured 4"),
}
# Three of the 197 statements that work is to come or goes on say by when: one as a date, two in words. Here 15 in 100
# do, so that some items have several dates. How often a date that is still to come is given again was not measured.
PROMISES_IN_100 = 15
PROMISED_AGAIN_IN_100 = 30
# How many days after, and how exactly: these three, and the 20 dates that reports set, counted from the report.
DAYS_TO_THE_PROMISED = (16, 34, 40, 91, 158, 193, 208, 213, 389, 479, 844)
PROMISED_PRECISION = Weights("10 14, 7 9")
# One row in 348 corrects an earlier one. Here one in a hundred does, so that a small record has some too.
CORRECTIONS_IN_100 = 1
# Of 145 steps from one row to the next a few went back in time, where a later document told of an earlier day.
BACKDATED_IN_100 = 4
# Not measured: in the real packages every row was recorded on one day, when they were put together.
DAYS_TO_RECORDING = (0, 0, 1, 1, 2, 3, 5, 7, 14, 30, 90)

# --- Responses

DAYS_TO_THE_RESPONSE = (0, 0, 0, 0, 0, 0, 1, 10, 40, 56, 146)
RESPONSES_IN_100 = 57  # 37 to 65 inspections


def chance(luck: random.Random, in_100: float) -> bool:
    return luck.random() * 100 < in_100


def drawn(luck: random.Random, weights: Weights) -> str:
    """One of the words, as often as its weight says. Only `random()` is called: it is the same in every Python."""
    return weights.words[bisect_right(weights.steps, luck.random() * weights.steps[-1])]


def number(luck: random.Random, weights: Weights) -> int:
    """The same, of words that are numbers."""
    return int(drawn(luck, weights))


def between(luck: random.Random, scale: Scale) -> int:
    """A whole number of the scale, evenly spread between two of its values."""
    place = luck.random() * (len(scale) - 1)
    below = int(place)
    return round(scale[below] + (scale[below + 1] - scale[below]) * (place - below))
