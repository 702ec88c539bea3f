"""Every migration on a database that holds the demonstration records, on both engines."""
