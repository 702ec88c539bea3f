"""The record: one file a noun."""

from .address import FormerAddress
from .addressee import Addressee
from .body import Body, BodyKind, MonitoringPhase, Nation, Oversight, Phase
from .change import Change, ChangeKind, WaitingChange
from .edition import Edition, EditionStep
from .finding import Grade, GradeWord, Observation, ObservationKind
from .inspection import FollowUpKind, Inspection
from .moves import DayMoves, MonthMoves
from .period import StatusPeriod
from .programme import Programme, ResponseDuty
from .proposal import Proposal, ProposalState
from .recommendation import Deadline, DeadlineSetBy, Recommendation, RecommendationKind, TextIs
from .response import Decision, Response, ResponseItem
from .seal import Seal, WaitingSeal
from .search_document import SearchDocument, SearchWord
from .source import Source
from .staff import Digest, DigestPeriod, SpeaksFor, StaffNote, Upload
from .status import Evidence, LedgerIsAppendOnly, Position, StatusUpdate, Voice
from .succession import Succession, SuccessionKind
from .theme import Theme

__all__ = [
    "Addressee",
    "Body",
    "BodyKind",
    "Change",
    "ChangeKind",
    "DayMoves",
    "Deadline",
    "DeadlineSetBy",
    "Decision",
    "Digest",
    "DigestPeriod",
    "Edition",
    "EditionStep",
    "Evidence",
    "FollowUpKind",
    "FormerAddress",
    "Grade",
    "GradeWord",
    "Inspection",
    "LedgerIsAppendOnly",
    "MonitoringPhase",
    "MonthMoves",
    "Nation",
    "Observation",
    "ObservationKind",
    "Oversight",
    "Phase",
    "Position",
    "Programme",
    "Proposal",
    "ProposalState",
    "Recommendation",
    "RecommendationKind",
    "Response",
    "ResponseDuty",
    "ResponseItem",
    "Seal",
    "SearchDocument",
    "SearchWord",
    "Source",
    "SpeaksFor",
    "StaffNote",
    "StatusPeriod",
    "StatusUpdate",
    "Succession",
    "SuccessionKind",
    "TextIs",
    "Theme",
    "Upload",
    "Voice",
    "WaitingChange",
    "WaitingSeal",
]
