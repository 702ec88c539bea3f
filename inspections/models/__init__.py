"""The record: one file a noun."""

from .address import FormerAddress
from .addressee import Addressee
from .body import Body, BodyKind, MonitoringPhase, Nation, Oversight, Phase
from .finding import Grade, GradeWord, Observation, ObservationKind
from .inspection import FollowUpKind, Inspection
from .period import StatusPeriod
from .programme import Programme, ResponseDuty
from .recommendation import Deadline, DeadlineSetBy, Recommendation, RecommendationKind, TextIs
from .response import Decision, Response, ResponseItem
from .search import SearchDocument
from .source import Source
from .status import Evidence, LedgerIsAppendOnly, Position, StatusUpdate, Voice
from .succession import Succession, SuccessionKind
from .theme import Theme

__all__ = [
    "Addressee",
    "Body",
    "BodyKind",
    "Deadline",
    "DeadlineSetBy",
    "Decision",
    "Evidence",
    "FollowUpKind",
    "FormerAddress",
    "Grade",
    "GradeWord",
    "Inspection",
    "LedgerIsAppendOnly",
    "MonitoringPhase",
    "Nation",
    "Observation",
    "ObservationKind",
    "Oversight",
    "Phase",
    "Position",
    "Programme",
    "Recommendation",
    "RecommendationKind",
    "Response",
    "ResponseDuty",
    "ResponseItem",
    "SearchDocument",
    "Source",
    "StatusPeriod",
    "StatusUpdate",
    "Succession",
    "SuccessionKind",
    "TextIs",
    "Theme",
    "Voice",
]
