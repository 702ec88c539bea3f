"""The data package: one format for what is loaded, uploaded, downloaded and kept as fixtures.

`reader.read` a folder, a zip, a spreadsheet or a CSV file, `checker.check` or `loader.load` it, `writer.write` what the
record holds. `schema.FILES` is the format itself.
"""
