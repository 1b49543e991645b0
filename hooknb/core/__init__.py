"""What a node is: its fields, values and outcomes. No network, no notebook."""
