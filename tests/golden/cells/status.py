import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    routes={
        "404": "missing",
        "4xx": "our_mistake",
        "301": "moved away",
        "failed": "try_later",
    },
    status_parameter="HTTP_CODE",
)
result = hooknb.run(node)
