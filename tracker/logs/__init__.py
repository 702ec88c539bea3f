"""The log: one line for each thing that happened, with the request that it belongs to and nothing about who asked.

`lines` writes it, `redaction` takes out what is personal, `requests` tells of requests, `queries` counts for slow ones.
"""
