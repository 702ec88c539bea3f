"""The format: every file and column, in an order in which each file only names rows of itself and of earlier ones.

Types, lengths, vocabularies and what may be empty are those of the models' fields. The descriptions are public.
"""

from django.utils.translation import gettext_lazy as _

from inspections import models as record

from .columns import Column as C
from .columns import File, Link
from .ledger_files import ITEM, LEDGER

WITHDRAWAL = (
    C("withdrawn_on", _("The day on which it was withdrawn; from then on it counts no more."), rare=True),
    C("withdrawal_note", _("Why it was withdrawn."), rare=True),
)

SEALED_AS = C("sealed_as", _("The key under which it stands in the seals, if it has another by now."), rare=True)

_FILES = (
    File(
        "bodies",
        record.Body,
        _("Every organisation: forces, policing bodies, inspectorates and partners"),
        ("slug",),
        (
            C("slug", _("The lasting key of the body.")),
            C("name", _("The full name.")),
            C("kind", _("What kind of body it is; this decides what it may say in the ledger.")),
            C("short_name", _("The name used in lists.")),
            C("name_cy", _("The name in Welsh.")),
            C("nation", _("The nation that it works in.")),
            C("ons_code", _("The police force area code of the Office for National Statistics.")),
            C("website", _("The address of its own site.")),
            C("established_on", _("When it was set up.")),
            C("abolished_on", _("The last day of its existence; empty if it still exists.")),
            C("succeeded_by", _("The body that took over from it.")),
            SEALED_AS,
        ),
    ),
    File(
        "oversight",
        record.Oversight,
        _("Which local policing body answers for which force, and when"),
        ("force", "policing_body", "start"),
        (
            C("force", _("The force that is answered for.")),
            C("policing_body", _("The local policing body that answers for it.")),
            C("start", _("The first day of the duty; empty if it is not known.")),
            C("end", _("The last day of the duty; empty if it goes on.")),
        ),
    ),
    File(
        "programmes",
        record.Programme,
        _("Inspection programmes, with the duty to respond that goes with each"),
        ("slug",),
        (
            C("slug", _("The lasting key of the programme.")),
            C("name", _("The name of the programme.")),
            C("abbreviation", _("The usual abbreviation.")),
            C("description", _("What the programme is about.")),
            C("response_duty", _("Who must answer its reports, by when.")),
        ),
    ),
    File(
        "themes",
        record.Theme,
        _("Themes: what a finding is about"),
        ("slug",),
        (
            C("slug", _("The lasting key of the theme.")),
            C("name", _("The name of the theme.")),
            C("name_cy", _("The name in Welsh.")),
            C("synonyms", _("Other words that a search finds it by, with “; ” between them.")),
        ),
    ),
    File(
        "sources",
        record.Source,
        _("Every document that a fact rests on"),
        ("slug",),
        (
            C("slug", _("The lasting key of the document.")),
            C("title", _("Its title.")),
            C("publisher", _("Who published it.")),
            C("url", _("Its address.")),
            C("published_on", _("When it was published.")),
            C("captured_on", _("When our copy of it was made.")),
            C("archive_url", _("The address of a copy that is kept.")),
            C("note", _("What a reader must know about it.")),
            SEALED_AS,
        ),
    ),
    File(
        "monitoring_phases",
        record.MonitoringPhase,
        _("The inspectorate's monitoring of a force, as dated episodes"),
        ("body", "phase", "start"),
        (
            C("body", _("The force that was monitored.")),
            C("phase", _("How closely it was monitored; “engage” is enhanced monitoring.")),
            C("start", _("When the episode began.")),
            C("end", _("When it ended; empty if it goes on or the end is not known.")),
            C("reason", _("Why, in our words.")),
            C("source", _("The document that says so.")),
        ),
    ),
    File(
        "inspections",
        record.Inspection,
        _("Inspections, follow-ups and letters"),
        ("slug",),
        (
            C("slug", _("The lasting key of the inspection.")),
            C("title", _("The title of its report.")),
            C("programme", _("The programme that it belongs to.")),
            C("inspectorates", _("Who inspected, alone or jointly.")),
            C("bodies", _("Who was inspected; empty if it was a whole area or the whole country.")),
            C("area", _("The local area of a joint inspection.")),
            C("fieldwork_start", _("When the fieldwork began.")),
            C("fieldwork_end", _("When the fieldwork ended.")),
            C("published_on", _("When the report was published; the Police Act clock starts here.")),
            C("received_on", _("When the body received the report; the clock of a joint inspection starts here.")),
            C("lead_inspector", _("The office holder who led it.")),
            C("report_url", _("The address of the report.")),
            C("source", _("The documents that its facts were taken from."), "sources"),
            C("follow_up_kind", _("The kind of follow-up, if it comes back to earlier inspections.")),
            C("follows_up", _("The earlier inspections that it comes back to.")),
            C("response_duty", _("The duty to respond, only where it differs from the programme's.")),
            C("summary", _("What was found, in our words.")),
            *WITHDRAWAL,
            SEALED_AS,
        ),
    ),
    File(
        "observations",
        record.Observation,
        _("What inspectors found, other than what they asked for"),
        ("inspection", "number"),
        (
            C("inspection", _("The inspection that found it.")),
            C("number", _("Its place in our list.")),
            C("kind", _("Whether it is a strength, a concern or a practice.")),
            C("text", _("What was found.")),
            C("themes", _("What it is about.")),
        ),
    ),
    File(
        "grades",
        record.Grade,
        _("Grades; those of two schemes are never compared"),
        ("inspection", "body", "framework", "topic"),
        (
            C("inspection", _("The inspection that gave the grade.")),
            C("body", _("The body that was graded.")),
            C("framework", _("The grading scheme and its version.")),
            C("topic", _("What was graded.")),
            C("grade", _("The grade.")),
        ),
    ),
    File(
        "recommendations",
        record.Recommendation,
        _("What inspectors asked for"),
        ("ref",),
        (
            C("ref", _("The lasting key of the recommendation, by which it is cited.")),
            C("inspection", _("The inspection that made it.")),
            C("number", _("The report's own number, or letters where the number is ours.")),
            C("kind", _("The inspectorate's word for what it is.")),
            C(
                "parent",
                _("What it belongs to: the cause of concern above it, or the recommendation that it is part of."),
            ),
            C("text", _("What was asked for.")),
            C("text_is", _("Whether the text is the report's own or our summary.")),
            C("themes", _("What it is about.")),
            C("deadline_phrase", _("The deadline in the report's own words.")),
            C("deadline", _("The time that was given; empty if it is not known.")),
            C("due_on", _("The date asked for, only with “by-date”.")),
            C("deadline_set_by", _("Who set the deadline; the inspectorate if it is empty."), left_out=True),
            C("paragraph", _("Where it stands in the report.")),
            *WITHDRAWAL,
            SEALED_AS,
        ),
        related=("inspection",),
    ),
    File(
        "addressees",
        record.Addressee,
        _("Each body that a recommendation is addressed to; progress is followed per pair"),
        ("recommendation", "body"),
        (
            C("recommendation", _("The recommendation.")),
            C("body", _("A body that it is addressed to.")),
        ),
        related=("body", "recommendation__inspection"),
    ),
    File(
        "successions",
        record.Succession,
        _("How a recommendation lives on in a later one"),
        ("earlier", "later"),
        (
            C("earlier", _("The earlier recommendation.")),
            C("later", _("The later recommendation that takes it up.")),
            C("kind", _("How the later one takes it up.")),
            C("note", _("Why they belong together.")),
        ),
    ),
    *LEDGER,
    File(
        "responses",
        record.Response,
        _("Published responses of bodies to inspections, and those looked for and not found"),
        ("inspection", "responder"),
        (
            C("inspection", _("The inspection that is answered.")),
            C("responder", _("The body that answers.")),
            C("published_on", _("When the response was published.")),
            C("submitted_on", _("When a plan or statement was sent to the inspectorate.")),
            C("url", _("Where the response can be read.")),
            C("source", _("The document that shows it.")),
            C("summary", _("What it says, in our words.")),
            C("not_found_as_of", _("The day on which somebody looked for a response and found none.")),
            *WITHDRAWAL,
        ),
        related=("inspection",),
    ),
    File(
        "response_items",
        record.ResponseItem,
        _("What a response says about one recommendation"),
        ("inspection", "responder", "recommendation", "body"),
        (
            C("inspection", _("The inspection that is answered."), "response__inspection"),
            C("responder", _("The body that answers."), "response__responder"),
            C("recommendation", _("The recommendation that is answered."), "addressee__recommendation"),
            C("body", _("The body that the recommendation is addressed to."), "addressee__body"),
            C("decision", _("What the response decides.")),
            C("action", _("What was done or is proposed, or why not.")),
            C("owner", _("The office that is to see to it.")),
            C("target_on", _("The date that is promised.")),
        ),
        links=(
            Link(
                "response",
                "responses",
                ("inspection", "responder"),
                _("Expected a body whose response to the inspection is recorded: a row of responses.csv."),
            ),
            ITEM,
        ),
    ),
)

FILES: dict[str, File] = {file.name: file for file in _FILES}
FILE_OF = {file.model: file for file in _FILES}
