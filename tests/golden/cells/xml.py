import hooknb

node = hooknb.Node(
    "https://api.example.com/notes",
    method="POST",
    body=hooknb.Body(
        "xml",
        """\
<?xml version="1.0"?>
<note>
  <to>$WHO</to>
  # kept
</note>""",
    ),
)
result = hooknb.run(node)
