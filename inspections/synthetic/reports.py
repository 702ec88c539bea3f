"""One report of a synthetic record with all that belongs to it: its follow-up, what it asks, of whom, what was said."""

import datetime
import random
from collections.abc import Callable, Sequence

from . import measured, words
from .histories import ENDS, Cells, FollowUp, Item, history, inspectorate
from .measured import between, chance, drawn, number
from .reference import Reference

ORIGIN = "https://example.org/synthetic"
PUBLISHER = "Nobody: a synthetic record"
# With whom the inspectorate of constabulary makes the reports of a programme.
JOINTLY_WITH = {"custody": ("hmi-prisons",), "jtai": ("cqc", "hmi-probation", "ofsted")}

Take = Callable[[str, Cells], None]  # takes the name of a file of the format, and a row for it


class Report:
    """Draws one report. Rows go to `take` in the order of their keys within each file."""

    def __init__(self, luck: random.Random, slug: str, index: int, reference: Reference, take: Take) -> None:
        self.luck, self.number, self.reference, self.take = luck, index, reference, take
        self.slug = slug
        self.programme = drawn(luck, measured.PROGRAMMES)
        year, month = number(luck, measured.YEARS), number(luck, measured.MONTHS)
        self.day = datetime.date(year, month, 1 + int(luck.random() * 28))
        self.force = self._force()
        self.source = f"{self.slug}-report"
        self.follow_up = self._follow_up()

    def _force(self) -> str:
        """The body inspected; for a national report, one that stands for those addressed."""
        if self.programme == "fire":
            return words.one(self.luck, tuple(self.reference.kinds["fire-and-rescue-service"]))
        return words.one(self.luck, tuple(self.reference.territorial))

    def _follow_up(self) -> FollowUp | None:
        self.follow_up_kind = drawn(self.luck, measured.FOLLOW_UPS)
        day = self.day + datetime.timedelta(days=90 + between(self.luck, measured.DAYS_BETWEEN))
        if not self.follow_up_kind or day > ENDS:
            return None
        return FollowUp(f"{self.slug}-review", day, f"{self.slug}-review")

    @property
    def is_national(self) -> bool:
        return self.programme == "thematic"

    def write(self, count: int, updates: int) -> None:
        """Write the report with so many recommendations, and so many updates among them."""
        self._write_sources()
        self._write_inspections()
        self._write_response()
        asked = self._recommendations(count)
        succeeded = self._successor(asked)
        items = []
        for row in asked:
            self.take("recommendations", row)
            bodies = self._bodies()
            for body in bodies:
                self.take("addressees", {"recommendation": row["ref"], "body": body})
            later = row["inspection"] != self.slug
            day = self.follow_up.day if later and self.follow_up else self.day
            follow_up = None if later else self.follow_up
            source = self.follow_up.source if later and self.follow_up else self.source
            items += [Item(row["ref"], body, day, source, follow_up, row["ref"] == succeeded) for body in bodies]
        for item, some in zip(items, shares(self.luck, len(items), updates), strict=True):
            for row in history(self.luck, item, some, self.reference):
                self.take("status_updates", row)

    def _write_sources(self) -> None:
        found = [(self.source, "report", self.day)]
        if self.follow_up:
            found.append((self.follow_up.source, "follow-up", self.follow_up.day))
        for slug, kind, day in found:
            self.take(
                "sources",
                {
                    "slug": slug,
                    "title": f"{words.MARK} {kind} {self.number}",
                    "publisher": PUBLISHER,
                    "url": f"{ORIGIN}/{slug}",
                    "published_on": day.isoformat(),
                },
            )

    def _write_inspections(self) -> None:
        luck, subject = self.luck, "all forces" if self.is_national else self.reference.names[self.force]
        begin = self.day - datetime.timedelta(days=60 + int(luck.random() * 180))
        makers = sorted({inspectorate(self.day), *JOINTLY_WITH.get(self.programme, ())})
        common = {"programme": self.programme, "bodies": "" if self.is_national else self.force}
        self.take(
            "inspections",
            common
            | {
                "slug": self.slug,
                "title": words.title(luck, self.number, subject, measured.TITLE_LENGTHS),
                "inspectorates": "; ".join(makers),
                "fieldwork_start": begin.isoformat()[:7],
                "published_on": self.day.isoformat(),
                "received_on": self.day.isoformat() if self.programme == "jtai" else "",
                "report_url": f"{ORIGIN}/{self.source}",
                "source": self.source,
                "summary": words.told(luck, measured.SUMMARY_LENGTHS),
            },
        )
        if self.follow_up:
            self.take(
                "inspections",
                common
                | {
                    "slug": self.follow_up.slug,
                    "title": f"{words.MARK} follow-up of report {self.number} on {subject}",
                    "inspectorates": inspectorate(self.follow_up.day),
                    "published_on": self.follow_up.day.isoformat(),
                    "source": self.follow_up.source,
                    "follow_up_kind": self.follow_up_kind,
                    "follows_up": self.slug,
                    "response_duty": "none",
                    "summary": words.told(luck, measured.SUMMARY_LENGTHS),
                },
            )

    def _write_response(self) -> None:
        if self.is_national or not chance(self.luck, measured.RESPONSES_IN_100):
            return
        day = self.day + datetime.timedelta(days=between(self.luck, measured.DAYS_TO_THE_RESPONSE))
        responder = self.reference.policing_body(self.force, day) or self.force
        self.take(
            "responses",
            {
                "inspection": self.slug,
                "responder": responder,
                "published_on": day.isoformat(),
                "url": f"{ORIGIN}/{self.slug}-response",
                "source": self.source,
                "summary": words.told(self.luck, measured.SUMMARY_LENGTHS),
            },
        )

    def _recommendations(self, count: int) -> list[Cells]:
        """The recommendations, each under the cause of concern or recommendation before it where it can be."""
        rows: list[Cells] = []
        concern = recommendation = ""
        for place in range(1, count + 1):
            later = self.follow_up is not None and place == count > 1
            kind = "recommendation" if later else drawn(self.luck, measured.KINDS)
            if kind == "part" and not recommendation:
                kind = "recommendation"
            ref = f"{self.slug}-{place:03d}"
            parent = {"part": recommendation, "recommendation": concern}.get(kind, "")
            if kind == "recommendation":
                recommendation = ref
            elif kind != "part":
                concern, recommendation = (ref, "") if kind.endswith("cause-of-concern") else (concern, "")
            rows.append(self._recommendation(ref, place, kind, "" if later else parent, later))
        return rows

    def _recommendation(self, ref: str, place: int, kind: str, parent: str, later: bool) -> Cells:
        luck = self.luck
        themes: set[str] = set()
        while len(themes) < (wanted := number(luck, measured.THEMES_OF_A_RECOMMENDATION)):
            themes |= {drawn(luck, measured.THEMES) for _one in range(wanted - len(themes))}
        deadline = drawn(luck, measured.DEADLINES)
        day = self.follow_up.day if later and self.follow_up else self.day
        due = day + datetime.timedelta(days=30 + int(luck.random() * 330))
        return {
            "ref": ref,
            "inspection": self.follow_up.slug if later and self.follow_up else self.slug,
            "number": str(place),
            "kind": kind,
            "parent": parent,
            "text": words.asked(luck, measured.TEXT_LENGTHS),
            "text_is": "summary",
            "themes": "; ".join(sorted(themes)),
            "deadline": deadline,
            "due_on": due.isoformat() if deadline == "by-date" else "",
            "deadline_set_by": "inspectorate",
        }

    def _successor(self, asked: Sequence[Cells]) -> str:
        """Let what the follow-up asks take up the first recommendation; return the one that is taken up, if one is."""
        if self.follow_up is None or len(asked) < 2:
            return ""
        kind = ("superseded-by", "re-issued-as", "repeated-in", "carried-into")[self.number % 4]
        note = f"{words.MARK} the follow-up asked for it again."
        self.take("successions", {"earlier": asked[0]["ref"], "later": asked[-1]["ref"], "kind": kind, "note": note})
        return asked[0]["ref"]

    def _bodies(self) -> list[str]:
        """Whom it is addressed to: mostly the one inspected, now and then several, in rare cases every force."""
        count = number(self.luck, measured.BODIES_ADDRESSED)
        if self.programme == "fire" or count == 1:
            return [self.force]
        if count >= len(self.reference.territorial):
            return list(self.reference.territorial)
        others = [*self.reference.territorial, *self.reference.kinds["national-body"]]
        found = {self.force}
        while len(found) < count:
            found.add(words.one(self.luck, tuple(others)))
        return sorted(found)


def shares(luck: random.Random, items: int, updates: int) -> list[int]:
    """Divide updates among items, as unevenly as they are in the real record; together they are exactly as many."""
    weights = [number(luck, measured.UPDATES_OF_AN_ITEM) * (0.5 + luck.random()) for _item in range(items)]
    if not any(weights):
        weights = [1.0] * items
    total, given, so_far, found = sum(weights), 0, 0.0, []
    for weight in weights:
        so_far += weight
        upto = round(updates * so_far / total)
        found.append(upto - given)
        given = upto
    return found
