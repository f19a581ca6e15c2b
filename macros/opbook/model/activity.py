"""Activities, and who has which part in them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from opbook.model.address import Address
from opbook.model.entity import Model
from opbook.model.scalars import ActivityId, Flag, Length, Line, Many, Prose, RitualId, RoleId


class Letter(StrEnum):
    """A part in an activity, as the PMBOK guide's responsibility assignment matrix names it, plus support."""

    ACCOUNTABLE = "A"
    """Answers for the result, with the authority to say yes or no."""
    RESPONSIBLE = "R"
    """Does the work."""
    SUPPORT = "S"
    """Helps those who do the work, with hands or means."""
    CONSULTED = "C"
    """Is asked before the act; the talk goes both ways."""
    INFORMED = "I"
    """Is told after the act."""


class Raci(Model):
    """Who has which part in recurring work. With `support` it is a RASCI."""

    accountable: Many[RoleId] = ()
    """Who answers for the result."""
    responsible: Many[RoleId] = ()
    """Who does the work."""
    support: Many[RoleId] = ()
    """Who helps those who do the work."""
    consulted: Many[RoleId] = ()
    """Who is asked before."""
    informed: Many[RoleId] = ()
    """Who is told after."""


class Daci(Model):
    """Who has which part in a one-off decision."""

    driver: Many[RoleId] = ()
    """Who brings the decision about."""
    approver: Many[RoleId] = ()
    """Who decides."""
    contributors: Many[RoleId] = ()
    """Who brings knowledge."""
    informed: Many[RoleId] = ()
    """Who is told after."""


_RACI_FIELDS = dict(zip(Letter, Raci.model_fields, strict=True))
_DACI_FIELDS = {
    Letter.ACCOUNTABLE: "approver",
    Letter.RESPONSIBLE: "driver",
    Letter.SUPPORT: "contributors",  # a DACI knows no support; whoever helps contributes
    Letter.CONSULTED: "contributors",
    Letter.INFORMED: "informed",
}


class Escalation(Model):
    """What happens to a decision that is stuck."""

    to: RoleId
    """Who decides then."""
    after: Length
    """How long it may be stuck."""


class Activity(Model):
    """A piece of work or a decision, and who has which part in it."""

    entity_kind: ClassVar[str] = "activity"

    name: Line
    """What is done, as an order: "Accept increments"."""
    aliases: Many[Line] = ()
    """Other names under which people search for it."""
    summary: Prose | None = None
    """What is done, and what good looks like."""
    tags: Many[Line] = ()
    """Words that group activities across stages."""
    kind: Literal["work", "decision"] = "work"
    """Work, or a decision."""
    reversible: Flag | None = None
    """Whether the decision can be taken back at little cost."""
    limit: Prose | None = None
    """Up to where the accountable role may decide alone."""
    evidence: Many[Prose] = ()
    """What must be on the table."""
    after: Many[ActivityId] = ()
    """The activities whose results this one takes up, in any stage."""
    rituals: Many[RitualId] = ()
    """Where it is talked over."""
    outputs: Many[Prose] = ()
    """What exists afterwards."""
    escalate: Escalation | None = None
    """What happens when the decision is stuck."""
    raci: Raci | None = None
    """Who has which part."""
    daci: Daci | None = None
    """Who has which part, for a one-off decision."""

    @model_validator(mode="after")
    def _one_matrix(self) -> Self:
        if (self.raci is None) == (self.daci is None):
            raise PydanticCustomError("contradiction", "needs one of raci or daci, and not both")
        return self

    def placed(self, id_: str, home: Address) -> Self:
        """Give the activity its id and the entity in whose file it stands, and return it."""
        self.__dict__.update(id=id_, home=home, address=Address(self.entity_kind, id_))
        return self

    # `placed` sets these three. They are no fields, so that nobody can write them in YAML.

    @cached_property
    def id(self) -> str:
        """The id, unique in the playbook."""
        return ""

    @cached_property
    def home(self) -> Address:
        """The stage, practice or ritual in whose file the activity stands."""
        return Address("stage", "")

    @cached_property
    def address(self) -> Address:
        """Where anything else points at it."""
        return Address(self.entity_kind, self.id)

    @property
    def is_decision(self) -> bool:
        """Whether it is a decision."""
        return self.kind == "decision" or self.daci is not None

    @cached_property
    def parts(self) -> Mapping[Letter, tuple[str, ...]]:
        """The roles of each part. A DACI stands in RACI letters: driver R, approver A, contributors C."""
        if self.daci is not None:
            return {
                Letter.ACCOUNTABLE: self.daci.approver,
                Letter.RESPONSIBLE: self.daci.driver,
                Letter.SUPPORT: (),
                Letter.CONSULTED: self.daci.contributors,
                Letter.INFORMED: self.daci.informed,
            }
        raci = self.raci or Raci()
        return {
            Letter.ACCOUNTABLE: raci.accountable,
            Letter.RESPONSIBLE: raci.responsible,
            Letter.SUPPORT: raci.support,
            Letter.CONSULTED: raci.consulted,
            Letter.INFORMED: raci.informed,
        }

    def route(self, letter: Letter) -> tuple[str, str]:
        """The way to one part inside the activity: ``("raci", "consulted")``, or ``("daci", "contributors")``."""
        return ("daci", _DACI_FIELDS[letter]) if self.daci is not None else ("raci", _RACI_FIELDS[letter])

    def letters(self, role: str) -> tuple[Letter, ...]:
        """The parts of one role, in the order A R S C I."""
        return self._letters.get(role, ())

    @cached_property
    def _letters(self) -> Mapping[str, tuple[Letter, ...]]:
        found: dict[str, tuple[Letter, ...]] = {}
        for letter, roles in self.parts.items():
            for role in dict.fromkeys(roles):
                found[role] = (*found.get(role, ()), letter)
        return found

    @property
    def accountable(self) -> tuple[str, ...]:
        """Who answers for the result; one role in a healthy playbook."""
        return self.parts[Letter.ACCOUNTABLE]

    @property
    def responsible(self) -> tuple[str, ...]:
        """Who does the work."""
        return self.parts[Letter.RESPONSIBLE]

    @cached_property
    def hands(self) -> tuple[str, ...]:
        """Who has it in hand: accountable and responsible, each once."""
        return tuple(dict.fromkeys((*self.accountable, *self.responsible)))

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role with any part, each once, in the order A R S C I."""
        return tuple(self._letters)
