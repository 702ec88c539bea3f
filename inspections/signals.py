"""What keeps derived rows true when a single object is saved; a load writes them itself, at its end."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model, Q
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete
from django.dispatch import receiver

from inspections.actions import rebuild_periods, recount, take_out
from inspections.days import today
from inspections.models import (
    Addressee,
    Body,
    FormerAddress,
    Grade,
    Inspection,
    MonitoringPhase,
    Observation,
    Oversight,
    Programme,
    Recommendation,
    Response,
    ResponseItem,
    Source,
    StatusUpdate,
    Succession,
    Theme,
)
from inspections.models.edition import keep_moments, move
from inspections.models.search import index
from inspections.scope import is_out
from inspections.seals import seal_now, wait


@receiver(post_save, sender=Addressee)
def start_periods(instance: Addressee, created: bool, raw: bool, **_kwargs: Any) -> None:
    """An item has a period from the first moment, so that every page and count meets it."""
    if created and not raw:
        rebuild_periods([instance.pk])


@receiver(pre_delete, sender=Addressee)
def count_no_more(instance: Addressee, **_kwargs: Any) -> None:
    take_out(instance)


@receiver(post_save, sender=Addressee)
@receiver(post_save, sender=Recommendation)
@receiver(post_save, sender=Inspection)
def count_from_now(sender: type[Model], instance: Model, created: bool, **_kwargs: Any) -> None:
    """What is published, withdrawn, put back or dated anew counts otherwise in the change tables."""
    leading: dict[type[Model], str] = {
        Addressee: "pk", Recommendation: "recommendation", Inspection: "recommendation__inspection"
    }  # fmt: skip
    if not created:
        recount(**{leading[sender]: instance.pk})


@receiver([post_save, post_delete], sender=Addressee)
def index_addressee(instance: Addressee, **_kwargs: Any) -> None:
    index([instance.recommendation_id])


@receiver(post_save, sender=Recommendation)
def index_recommendation(instance: Recommendation, **_kwargs: Any) -> None:
    index([instance.pk])


@receiver(post_save, sender=Inspection)
@receiver(post_save, sender=Programme)
@receiver(post_save, sender=Body)
@receiver(post_save, sender=Theme)
def index_what_belongs(sender: type[Model], instance: Model, created: bool, **_kwargs: Any) -> None:
    """A new name of something must find the recommendations that belong to it."""
    if created:
        return
    belonging: dict[type[Model], Q] = {
        Inspection: Q(inspection=instance),
        Programme: Q(inspection__programme=instance),
        Body: Q(bodies=instance) | Q(inspection__bodies=instance),
        Theme: Q(themes=instance),
    }
    index(Recommendation.objects.filter(belonging[sender]).values_list("pk", flat=True))


@receiver(m2m_changed, sender=Inspection.sources.through)
def date_by_sources(instance: Model, action: str, **_kwargs: Any) -> None:
    """An inspection without a day of publication is public from when one of its sources was."""
    if action.startswith("post_") and isinstance(instance, Inspection):
        instance.keep_public_from()
        recount(recommendation__inspection=instance.pk)


@receiver(post_save, sender=Source)
def date_by_source(instance: Source, created: bool, **_kwargs: Any) -> None:
    if not created:
        for inspection in instance.inspections.filter(published_on=None):
            inspection.keep_public_from()
            recount(recommendation__inspection=inspection.pk)


@receiver(m2m_changed, sender=Recommendation.themes.through)
def index_themes(instance: Model, action: str, **_kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Recommendation):
        index([instance.pk])


@receiver(m2m_changed, sender=Inspection.bodies.through)
def index_inspected_bodies(instance: Model, action: str, **_kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Inspection):
        index(instance.recommendations.values_list("pk", flat=True))


def is_whole(using: str) -> bool:
    """Whether all tables are as the code knows them, and not those of an earlier migration."""
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes("inspections"))


@receiver(post_migrate)
def index_what_is_missing(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """After an upgrade that dropped search documents, write them; they can only be written when all tables are as here.

    Nothing is missing on any other day, and that costs one query.
    """
    if sender.name != "inspections":
        return
    if is_whole(using):
        index(Recommendation.objects.filter(search_document=None).values_list("pk", flat=True))


# What the public can be shown. Writes in bulk send no signals: actions and the loader move the edition themselves.
SHOWN = (
    Addressee, Body, FormerAddress, Grade, Inspection, MonitoringPhase, Observation, Oversight, Programme,
    Recommendation, Response, ResponseItem, Source, StatusUpdate, Succession, Theme,
)  # fmt: skip
LINKS = (
    Inspection.inspectorates, Inspection.bodies, Inspection.sources, Inspection.follows_up, Recommendation.themes,
    Observation.themes,
)  # fmt: skip


def touched(thing: Model) -> list[int]:
    """The items that stand otherwise when this is saved; most of what is shown is beside items, and touches none."""
    match thing:
        case Addressee():
            return [thing.pk]
        case StatusUpdate():
            return [thing.addressee_id]
        case Recommendation():
            return list(Addressee.objects.filter(recommendation=thing).values_list("pk", flat=True))
        case Inspection():
            return list(Addressee.objects.filter(recommendation__inspection=thing).values_list("pk", flat=True))
        case Source():  # it may say from when an inspection without a day was public
            dated = thing.inspections.filter(published_on=None)
            return list(Addressee.objects.filter(recommendation__inspection__in=dated).values_list("pk", flat=True))
    return []


@receiver([post_save, post_delete])
def begin_edition(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    """Every change of what the public can be shown begins a new edition, in the same transaction.

    Work on a draft does not: the number is public, and would tell that somebody is at work.
    """
    if sender not in SHOWN:
        return
    if sender is StatusUpdate:  # only ever added
        wait([instance.pk])
    if is_out(instance, today()):
        move(touched(instance), said=sender is StatusUpdate)
    elif sender is Inspection:
        keep_moments()


@receiver(post_migrate)
def seal_what_was_there(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """After the upgrade that brought seals, seal the rows that were public already; as index_what_is_missing."""
    if sender.name == "inspections" and is_whole(using):
        seal_now()


@receiver(m2m_changed)
def begin_edition_with_links(sender: type[Model], instance: Model, action: str, reverse: bool, **_kwargs: Any) -> None:
    if action.startswith("post_") and any(sender is link.through for link in LINKS) and is_out(instance, today()):
        move(None if reverse else touched(instance))
