"""What readers are shown: questions to the record, answered for one day, ready for a template. Nothing here writes."""
