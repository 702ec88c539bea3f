"""A small record with every kind of row, and an account of every role."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from inspections.models import SpeaksFor
from tests import make
from tests.harness.forms import boxes
from tests.roles.table import ROLES


class World:
    """A small record with a row of each kind that the public sees and one that it does not, and an account a role."""

    def __init__(self) -> None:
        self.force = make.make_force("cleveland", name="Cleveland Police")
        self.other_force = make.make_force("elsewhere", name="Elsewhere Police")
        self.inspectorate = make.make_inspectorate()
        self.accounts = {name: self._account(name) for name in ROLES}
        self.clients = {name: Client() for name in ROLES}
        for name, client in self.clients.items():
            client.force_login(self.accounts[name])
        source = make.make_source("public-source")
        public = make.make_inspection("public", "2020-01-15", [self.force], response_duty="police-act-s55")
        draft = make.make_inspection("draft", "2020-01-15", [self.force], draft=True)
        self.item = make.make_item("asked", self.force, inspection=public)
        self.other_item = make.make_item("asked-elsewhere", self.other_force, inspection=public)
        self.hidden_item = make.make_item("hidden", self.force, inspection=draft)
        update = make.make_update(self.item, "under-way", source=source)
        other_update = make.make_update(self.other_item, "under-way")
        theme = make.make_theme("used")
        self.item.recommendation.themes.add(theme)
        self.rows: dict[str, Any] = {
            "inspection, public": public,
            "inspection, draft": draft,
            "recommendation, public": self.item.recommendation,
            "recommendation, draft": make.make_recommendation("empty-draft", [], draft),
            "source, public": source,
            "source, draft": make.make_source("unused"),
            "response, public": make.make_response(public, self.force),
            "response, draft": make.make_response(draft, self.force),
            "body, public": self.force,
            "body, draft": make.make_force("made-by-mistake"),
            "programme, public": public.programme,
            "programme, draft": make.make_programme("made-by-mistake"),
            "theme, public": theme,
            "theme, draft": make.make_theme("made-by-mistake"),
            "addressee, public": self.item,
            "addressee, draft": self.hidden_item,
            "addressee, other": self.other_item,
            "statusupdate, public": update,
            "statusupdate, other": other_update,
            "proposal, own": make.make_proposal(self.item, "planned", by=self.accounts["contributor"]),
            "proposal, other": make.make_proposal(self.other_item, "planned", by=self.accounts["editor"]),
            "user, any": make.make_staff("colleague"),
            "group, any": Group.objects.create(name="made by mistake"),
        }
        # A draft with nothing on it, to be deleted.
        self.rows["inspection, draft"] = make.make_inspection(
            "empty-draft", "2020-01-15", draft=True, programme=public.programme
        )

    def _account(self, name: str) -> Any:
        account = make.make_staff(name, superuser=name == "superuser", email=f"{name}@example.org")
        if name not in ("nobody", "superuser"):
            account.groups.add(Group.objects.get(name=name))
        if name == "contributor":
            SpeaksFor.objects.create(account=account, body=self.force)
        return account

    def address(self, row: str, page: str) -> str:
        model = self.rows[row]._meta
        name = f"admin:{model.app_label}_{model.model_name}_{page}"
        return reverse(name, args=() if page in ("changelist", "add") else (self.rows[row].pk,))

    def unchanged_form(self, row: str) -> tuple[str, dict[str, list[str]]]:
        """The address of a row's form and what a browser would send of it, seen by somebody who may do everything."""
        address = self.address(row, "change")
        page = self.clients["superuser"].get(address).content.decode()
        form = f"{self.rows[row]._meta.model_name}_form"
        return address, boxes(page, form) if f'id="{form}"' in page else {}
