"""Articles from a folder or an archive of Markdown: read, compare, carry out. What is unchanged is not touched, and what
was edited here is not written over."""
