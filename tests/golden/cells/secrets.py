import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    headers={"Authorization": "Bearer $TOKEN"},
    secrets={
        "TOKEN": "env ORDERS_TOKEN",
        "PASSWORD": "prompt",
        "KEY": "keyring shop me",
        "OTHER": "dotenv SHOP_KEY",
    },
)
result = hooknb.run(node)
