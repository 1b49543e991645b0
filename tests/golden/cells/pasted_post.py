import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    method="POST",
    headers={
        "Content-Type": "application/json; charset=utf-8",
        "Accept-Encoding": "gzip",
    },
    body=hooknb.Body(
        "json",
        """\
{
  "name": "$NAME",

  "tags": [
    "a"
  ]
}""",
    ),
)
result = hooknb.run(node)
