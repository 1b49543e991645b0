"""The notebook's front end: `%%webhook`, `%webhook`, completion and settings."""
