"""The real server with two workers: what only processes that run beside each other can show."""
