"""Addresses given out once go on working: what a slug used to be."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
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
