import hooknb

node = hooknb.Node(
    "https://api.example.com/login",
    method="POST",
    body={
        "format": "form",
        "pairs": [
            ("user", "$USER"),
            ("user", "another"),
            ("empty", ""),
            ("also_empty", ""),
            ("a:b", "c"),
        ],
    },
)
result = hooknb.run(node)
