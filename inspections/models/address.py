"""Addresses given out once go on working: what a slug used to be."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .fields import SlugField


class FormerAddress(models.Model):
    """A slug that something used to have; its old page redirects for ever."""

    noun = models.CharField(max_length=30)
    slug = SlugField()
    object_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["noun", "slug"], name="former_address_once")]

    def __str__(self) -> str:
        return f"{self.noun}/{self.slug}"


class Addressable(models.Model):
    """Anything with a public address of its own; renaming it keeps the old address."""

    slug_name = "slug"  # the field that is the end of the address

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        slug, before = getattr(self, self.slug_name), getattr(self, "_stored_slug", None)
        with transaction.atomic():
            super().save(*args, **kwargs)
            if before and before != slug:
                noun = self._meta.model_name
                FormerAddress.objects.filter(noun=noun, slug=slug).delete()
                FormerAddress.objects.update_or_create(noun=noun, slug=before, defaults={"object_id": self.pk})
        self._stored_slug = slug

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> Self:
        instance = super().from_db(db, field_names, values, **kwargs)
        if cls.slug_name in field_names:
            instance._stored_slug = getattr(instance, cls.slug_name)
        return instance

    @classmethod
    def formerly_at(cls, slug: str) -> Self | None:
        """What used to have that slug, or None."""
        former = FormerAddress.objects.filter(noun=cls._meta.model_name, slug=slug).first()
        return cls._default_manager.filter(pk=former.object_id).first() if former else None

    def clean(self) -> None:
        super().clean()
        former = type(self).formerly_at(getattr(self, self.slug_name))
        if former and former.pk != self.pk:
            message = _("This address once led to “%(other)s” and must go on doing so. Choose another.")
            raise ValidationError({self.slug_name: message % {"other": former}})


class NamedInSeals(Addressable):
    """What rows of the ledger name by its slug. In their seals it keeps the slug that it had when it came there."""

    sealed_through: tuple[str, ...] = ()  # how a seal leads to it
    sealed_as = SlugField(
        _("name in seals"),
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        help_text=_("Public: the slug under which it stands in the seals of the ledger, if it has another by now."),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        slug, before = getattr(self, self.slug_name), getattr(self, "_stored_slug", None)
        if not before or before == slug or self.sealed_as:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            if self._is_sealed():
                self.sealed_as = before
                if kwargs.get("update_fields") is not None:
                    kwargs["update_fields"] = {*kwargs["update_fields"], "sealed_as"}
            super().save(*args, **kwargs)

    def _is_sealed(self) -> bool:
        """Whether a seal names it. Until the transaction ends, no other does from now on.

        Its own row is locked before the edition, as everywhere: whoever records a row that names it holds its key
        until that is sealed, and waits for the edition meanwhile.
        """
        from .edition import hold
        from .seal import Seal

        list(type(self)._default_manager.select_for_update(of=("self",)).filter(pk=self.pk).values_list("pk"))
        hold()
        named = Q()
        for path in self.sealed_through:
            named |= Q(**{path: self.pk})
        return Seal.objects.filter(named).exists()


def seal_name_once(noun: str) -> models.UniqueConstraint:
    """No two of a noun have the same name in seals."""
    return models.UniqueConstraint(
        fields=["sealed_as"], condition=Q(sealed_as__isnull=False), name=f"{noun}_sealed_as_once"
    )
