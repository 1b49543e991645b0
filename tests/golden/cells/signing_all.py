import hooknb

node = hooknb.Node(
    "https://api.example.com/hook?a=1",
    name="signed",
    headers={"Authorization": "Basic $LOGIN"},
    parameters=[hooknb.Parameter("SIG", secret=True)],
    signing={
        "secret": "SIG",
        "api_key": "$ACCOUNT",
        "application_id": "{{x}} $APP $$5",
        "header": "X-Signature",
    },
)
result = hooknb.run(node)
