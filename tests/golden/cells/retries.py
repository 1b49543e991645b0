import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    retries=3,
    retry_on=["429", "5xx", "timeout"],
    retry_delay=1.5,
    cookies=False,
    verify=False,
    cassette="tapes/users.json",
)
result = hooknb.run(node)
