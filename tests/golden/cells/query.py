import hooknb

node = hooknb.Node(
    "https://api.example.com/users?own=1",
    query=[
        ("tag", "a"),
        ("tag", "b"),
        ("asked", None),
        ("empty", ""),
        ("text", "2"),
        ("quoted", '"exact phrase"'),
        ("unclosed", '"half'),
        ("two", '"a" or "b"'),
        ("blanks", " x "),
        (
            "lines",
            """\
a
b""",
        ),
        ("url", "https://example.com/?a=b"),
        ("$name", "names are no templates"),
        ("a:b", "a colon"),
        ("", "no name"),
        ("#x", "a hash"),
        ("[x]", "a bracket"),
        (" y ", "blanks"),
        ("filter[a]", "1"),
    ],
)
result = hooknb.run(node)
