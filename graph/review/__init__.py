"""Review: what people should look at, what they answered, and builds that obey the answers."""

KINDS = ("conflict", "name", "place", "low", "inferred")
"""Kinds of doubts: contradicting claims · names that may mean another thing · places of which there are several · little
confidence · what no sentence says."""

LOW = 0.5
"""Below this confidence a fact is doubtful."""
