"""The form: a node filled in with mouse and keyboard, its Test Request, and its ways in and out."""
