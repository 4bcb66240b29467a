"""Workbooks: a schema makes the template, an upload is read in a child process, bad rows go back in the same form."""
