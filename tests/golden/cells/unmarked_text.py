import hooknb

node = hooknb.Node(
    "https://api.example.com/notes",
    method="POST",
    body=hooknb.Body(
        "text",
        """\
# this heading is sent
[mentions] no section, and so is this""",
    ),
)
result = hooknb.run(node)
