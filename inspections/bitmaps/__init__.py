"""The record in the memory of a process: which items are what, as bitmaps, so that counting costs the same at any size.

Querysets say what a selection means (inspections.filters, AddresseeQuerySet); here is the same, made ready. A test
holds both to each other.
"""
