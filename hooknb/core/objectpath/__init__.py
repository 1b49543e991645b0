"""The object path language: one grammar, compiled once, with a frozen meaning.

`path` holds `ObjectPath`, the only class that other folders need; `writer` writes paths for places in data.
"""
