"""Data elements: what v2 and v3 call the things on the ground."""

from __future__ import annotations

from django.db import models

from evmap.mappings.models.base import MappingRow


class DataElement(MappingRow):
    """One row of the guide's data element table, to the character."""

    note_table = "element"

    data_element = models.CharField(max_length=120)
    v2_elements = models.JSONField(default=list)
    v3_element = models.CharField(max_length=60, unique=True)
    ocpi_definition = models.TextField()

    key_lookups = ("v3_element",)
