"""A node as text: the cell, the document, and the formats of other tools."""
