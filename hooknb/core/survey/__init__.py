"""Looking over decoded data as a whole: where values stand, what shape the data have, tables, differences."""
