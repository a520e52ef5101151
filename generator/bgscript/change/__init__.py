"""A committed project becomes another one: updated, grown, moved."""
