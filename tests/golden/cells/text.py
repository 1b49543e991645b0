import hooknb

node = hooknb.Node(
    "https://api.example.com/notes",
    method="POST",
    body=hooknb.Body(
        "text",
        """\

# a heading, kept
[Status]
404: kept
  indented

the blank lines above are kept, those below are not""",
    ),
)
result = hooknb.run(node)
