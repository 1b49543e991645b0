import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    retries=2,
    retry_delay=3.0,
    verify=False,
)
result = hooknb.run(node)
