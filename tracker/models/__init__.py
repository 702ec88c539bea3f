from .audit import AuditEntry, AuditKind
from .user import User

__all__ = ["AuditEntry", "AuditKind", "User"]
