import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    method="POST",
    headers={"X-Next-Line": "a\x85b"},
    query={"a": "one\rtwo", "b": "one\u2028two", "c": "one\x0btwo\x0cthree"},
    body=hooknb.Body("text", "one\rtwo\u2028three\x0b\r"),
)
result = hooknb.run(node)
