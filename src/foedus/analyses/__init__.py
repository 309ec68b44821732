"""What can be asked of what is scored: a file per question, each with the record that answers it."""
