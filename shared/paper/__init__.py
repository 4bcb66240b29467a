"""Paper: HTML becomes PDF in a child process, under limits, with nothing fetched from anywhere."""
