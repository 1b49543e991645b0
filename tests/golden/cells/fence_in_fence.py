import hooknb

node = hooknb.Node(
    "https://api.example.com/orders",
    method="POST",
    body=hooknb.Body(
        "text",
        """\
```
code
```""",
    ),
)
result = hooknb.run(node)
