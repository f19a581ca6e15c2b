"""Sentences about products and the value they bring: products, bets, metrics. Who looks after them: `stewards`."""

from __future__ import annotations

from opbook.changes.sentences.forms import Sentences, both, field
from opbook.changes.sentences.stewards import stewards

_MODES = {"grow": "to grow", "sustain": "to be kept well"}


SENTENCES: Sentences = {
    ("product", "customers"): field("{it}: who gets value from it is reworded: {change}", "", ""),
    ("product", "stage"): field(
        "{it} is now in {now} (was in {was})",
        "{it} is now in {now} (was an idea)",
        "{it} is in no stage any more (was in {was})",
    ),
    ("product", "mode"): field(
        "{it} is now {now} (was {was})",
        "{it} is now {now} (was not said)",
        "Whether {it} is to grow or to be kept well is no longer said (was {was})",
        _MODES,
    ),
    ("product", "launched"): field(
        "Customers depend on {it} from {now} on (was {was})",
        "Customers depend on {it} from {now} on (no day was named)",
        "{it} no longer counts as launched (was on {was})",
    ),
    ("product", "retired"): field(
        "The last customer leaves {it} {later}: on {now} (was {was})",
        "{it} is to be retired: its last customer leaves on {now}",
        "{it} is no longer to be retired (was to be on {was})",
    ),
    ("product", "stewards"): stewards,
    ("product", "backup"): field(
        "{now} now backs up the steward of {it} (was {was})",
        "{now} now backs up the steward of {it} (nobody did)",
        "{was} no longer backs up the steward of {it}; nobody does now",
    ),
    ("product", "last_review"): field(
        "The value of {it} was reviewed on {now} (before: {was})",
        "The value of {it} was reviewed on {now} (had not been before)",
        "When the value of {it} was reviewed is no longer said (was {was})",
    ),
    ("product", "metrics"): both("is now measured by", "is no longer measured by"),
    ("product", "value_stream"): field(
        "{it} now belongs to the value stream {now} (was {was})",
        "{it} now belongs to the value stream {now} (was in none)",
        "{it} no longer belongs to a value stream (was {was})",
    ),
}
