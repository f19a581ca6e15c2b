"""What the site calls things."""

from __future__ import annotations

KIND_WORDS = {
    "role": "Roles",
    "ritual": "Rituals",
    "practice": "Practices",
    "stage": "Stages",
    "team": "Teams",
    "product": "Products",
    "bet": "Bets",
    "metric": "Metrics",
    "skill": "Skills",
    "tool": "Tools",
    "principle": "Principles",
    "term": "Glossary",
}
"""The heading of each kind."""
