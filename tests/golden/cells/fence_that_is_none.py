import hooknb

node = hooknb.Node(
    "https://api.example.com/orders",
    method="POST",
    body=hooknb.Body(
        "text",
        """\
```python
print()
```""",
    ),
)
result = hooknb.run(node)
