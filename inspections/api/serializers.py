"""What the API says about each thing of the record: its fields, what they mean and how they are written.

What is not known is null, never an empty text. Things are named by their slugs and references. The words here are those
of the description and of its page.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inspections.api.fields import Choice, Name, Names, Partial, Text
from inspections.api.things import Linked, Thing, Withdrawn
from inspections.headline import HeadlineStatus
from inspections.models import (
    BodyKind,
    Deadline,
    DeadlineSetBy,
    Decision,
    Evidence,
    FollowUpKind,
    Nation,
    Position,
    RecommendationKind,
    ResponseDuty,
    TextIs,
    Voice,
)


class BodySerializer(Linked):
    slug = Name(_("Its name in addresses and parameters."))
    name = Name(_("The full name."))
    short_name = Text(_("A shorter name, for lists."))
    name_cy = Text(_("The Welsh name."))
    kind = Choice(BodyKind, _("What kind of body it is; this decides what it may say."))
    nation = Choice(Nation, _("Where it is."), allow_null=True)
    ons_code = Text(_("The code of the Office for National Statistics."))
    website = Text(_("Its own site."))
    established_on = Partial(_("The first day of its existence."))
    abolished_on = Partial(_("The last day of its existence; null if it still exists."))
    succeeded_by = Text(_("The body that took over."), source="succeeded_by.slug", default=None)

    def place(self, thing: Any) -> tuple[Any, ...]:
        return "api-body", thing.slug


class InspectionSerializer(Withdrawn):
    slug = Name(_("Its name in addresses and parameters."))
    title = Name(_("The title."))
    programme = Name(_("The programme that it belongs to."), source="programme.slug")
    inspectorates = Names(help_text=_("Who inspected."))
    bodies = Names(help_text=_("Who was inspected; empty for an area or the whole country."))
    area = Text(_("The local area of a joint inspection."))
    fieldwork_start = Partial(_("When inspectors began their work there."))
    fieldwork_end = Partial(_("When they ended it."))
    published_on = Partial(_("When the report was published."))
    received_on = Partial(_("When the body received the report."))
    lead_inspector = Text(_("The office holder who led it."))
    report_url = Text(_("Where the report can be read."))
    sources = Names(help_text=_("What its facts were taken from."))
    follow_up_kind = Choice(FollowUpKind, _("In which form it follows up earlier ones."), allow_null=True)
    follows_up = Names(help_text=_("The earlier inspections that it comes back to."))
    response_duty = Choice(ResponseDuty, _("The duty to respond to it."), source="duty")
    summary = Text(_("A summary, in our words."))

    def place(self, thing: Any) -> tuple[Any, ...]:
        return "api-inspection", thing.slug


class RecommendationSerializer(Withdrawn):
    ref = Name(_("The reference by which it is cited."))
    inspection = Name(_("The inspection that made it."), source="inspection.slug")
    number = Name(_("Its number in the report, or letters where the number is ours."))
    kind = Choice(RecommendationKind, _("The inspectorate's word for what it is."))
    parent = Text(_("What it belongs to or is a part of."), source="parent.ref", default=None)
    text = Name(_("What was asked for."))
    text_is = Choice(TextIs, _("Whether the text is the report's or ours."))
    themes = Names(help_text=_("What it is about."))
    bodies = Names(help_text=_("Whom it is addressed to: each of them and it make one item."))
    deadline = Choice(Deadline, _("The time that was set."), allow_null=True)
    deadline_phrase = Text(_("The same in the words of the report."))
    deadline_set_by = Choice(DeadlineSetBy, _("Who set the time."))
    due_on = Partial(_("The date that was set, where it was set as one."))
    due_day = serializers.DateField(
        read_only=True, allow_null=True, help_text=_("The last day in time, worked out; null where there is none.")
    )
    paragraph = Text(_("Where it stands in the report."))

    def place(self, thing: Any) -> tuple[Any, ...]:
        return "api-recommendation", thing.ref


class ItemSerializer(Linked):
    """One recommendation to one body, and how it stands on the day of the answer."""

    recommendation = Name(_("The recommendation."), source="recommendation.ref")
    body = Name(_("The body that it is addressed to."), source="body.slug")
    inspection = Name(_("The inspection that made it."), source="recommendation.inspection.slug")
    kind = Choice(RecommendationKind, _("What the recommendation is."), source="recommendation.kind")
    status = Choice(HeadlineStatus, _("Our word for how it stands on that day."), source="headline.status")
    status_label = Name(_("The same, to be read."), source="headline.status.label")
    status_since = Partial(
        _("When the statement was made that decided it."), source="headline.update.effective_on", default=None
    )
    status_update = serializers.IntegerField(
        source="headline.update.sequence",
        default=None,
        read_only=True,
        allow_null=True,
        help_text=_("The sequence of that statement."),
    )
    reopened = serializers.BooleanField(
        source="headline.reopened",
        read_only=True,
        help_text=_("Whether it was ever reopened after it had been closed."),
    )
    due_day = serializers.DateField(
        source="recommendation.due_day",
        read_only=True,
        allow_null=True,
        help_text=_("The last day in time; null where there is none."),
    )
    overdue = serializers.SerializerMethodField(help_text=_("Whether it is open and past its day."))

    def get_overdue(self, item: Any) -> bool:
        overdue: bool = item.is_overdue(self.day, item.headline.status)
        return overdue

    def place(self, thing: Any) -> tuple[Any, ...]:
        return "api-item", thing.recommendation.ref, thing.body.slug


class UpdateSerializer(Linked):
    """One row of the ledger."""

    recommendation = Name(_("The recommendation."), source="addressee.recommendation.ref")
    body = Name(_("The body that it is addressed to."), source="addressee.body.slug")
    sequence = serializers.IntegerField(read_only=True, help_text=_("1, 2, 3… for the item, in the order recorded."))
    stated_by = Name(_("Whose statement this is."), source="stated_by.slug")
    voice = Choice(Voice, _("In which of the three voices."))
    position = Choice(Position, _("What was said, in our words."))
    effective_on = Partial(_("When it was said."))
    reason = Name(_("What was said and why."))
    publisher_wording = Text(_("The publisher's own word for the status."))
    evidence = Choice(Evidence, _("What the statement rests on."))
    source = Text(_("The document; null for an assertion."), source="source.slug", default=None)
    made_in = serializers.SerializerMethodField(help_text=_("The later inspection in which it was said."))
    target_on = Partial(_("The date that was promised then."))
    batch = Text(_("The same word on all updates that were recorded together."))
    recorded_on = serializers.DateField(read_only=True, help_text=_("When it was put on the record."))
    corrects = serializers.IntegerField(
        source="corrects.sequence",
        default=None,
        read_only=True,
        allow_null=True,
        help_text=_("The sequence of the earlier row that this one puts right."),
    )
    in_force = serializers.SerializerMethodField(help_text=_("Whether no later row corrects it."))

    @extend_schema_field({"type": ["string", "null"]})
    def get_made_in(self, update: Any) -> str | None:
        return update.made_in.slug if update.made_in and update.made_in.is_readable(self.day) else None

    def get_in_force(self, update: Any) -> bool:
        return not update.corrected_by.all()

    def get_url(self, thing: Any) -> str:
        return super().get_url(thing.addressee)

    def place(self, thing: Any) -> tuple[Any, ...]:
        return "api-update", thing.addressee.recommendation.ref, thing.addressee.body.slug, thing.sequence


class ResponseItemSerializer(Thing):
    recommendation = Name(_("The recommendation."), source="addressee.recommendation.ref")
    body = Name(_("The body that it is addressed to."), source="addressee.body.slug")
    decision = Choice(Decision, _("Whether it is accepted."))
    action = Text(_("What was done or is proposed, or why not."))
    owner = Text(_("The office that is to see to it."))
    target_on = Partial(_("The date that was promised."))


class ResponseSerializer(Withdrawn):
    """A response to an inspection, or the day on which none was found."""

    inspection = Name(_("The inspection that it answers."), source="inspection.slug")
    responder = Name(_("Who answers."), source="responder.slug")
    published_on = Partial(_("When it was published."))
    submitted_on = Partial(_("When it was sent to the inspectorate."))
    document_url = Text(_("Where it can be read."), source="url")
    source = Text(_("The document that shows it."), source="source.slug", default=None)
    summary = Text(_("A summary, in our words."))
    not_found_as_of = serializers.DateField(
        read_only=True, allow_null=True, help_text=_("The day on which somebody looked and found none.")
    )
    items = ResponseItemSerializer(many=True, read_only=True, help_text=_("What it says about each item."))

    def get_url(self, thing: Any) -> str:
        return super().get_url(thing.inspection)

    def place(self, thing: Any) -> tuple[Any, ...]:
        return "api-response", thing.inspection.slug, thing.responder.slug


class SourceSerializer(Thing):
    """A document. It has no page on this site, so it has no `url`."""

    slug = Name(_("A short lasting name of the document."))
    title = Name(_("The title."))
    publisher = Text(_("Who published it."))
    document_url = Text(_("Where it can be read."), source="url")
    published_on = Partial(_("When it was published."))
    captured_on = Partial(_("When our copy was made."))
    archive_url = Text(_("Where a copy is kept."))
    note = Text(_("What a reader must know about it."))
    api_url = serializers.SerializerMethodField(help_text=_("Its place in this API."))

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_api_url(self, source: Any) -> str:
        return self.at("api-source", source.slug)
