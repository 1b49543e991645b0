import hooknb

node = hooknb.Node(
    "https://api.example.com/notes",
    method="POST",
    body=hooknb.Body(
        "json",
        """\

[1, 2,
 "$NAME"]""",
    ),
)
result = hooknb.run(node)
