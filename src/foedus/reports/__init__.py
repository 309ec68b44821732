"""Reports a person reads, as HTML, Markdown and terminal text."""
