import hooknb

node = hooknb.Node(
    "https://api.example.com/orders",
    method="POST",
    body=hooknb.Body(
        "text",
        """\
ends in two line breaks

""",
    ),
)
result = hooknb.run(node)
