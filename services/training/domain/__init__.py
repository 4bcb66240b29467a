"""The rules of training: pure Python."""
