from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of staff.

    It adds nothing to Django's own account today. It is our own class from the first migration,
    because the account model of a live database can hardly be exchanged later.
    """
