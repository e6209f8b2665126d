"""The rules: v2 fields to the neutral model, one module per concern.

A rule knows nothing of the target, of Django or of HTML. It returns values and events.
"""
