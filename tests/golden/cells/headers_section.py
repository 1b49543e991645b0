import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    headers={
        "Accept": "*/*",
        "X-Trace": "$TRACE",
        "Connection": "close",
        "Accept-Encoding": "br",
    },
)
result = hooknb.run(node)
