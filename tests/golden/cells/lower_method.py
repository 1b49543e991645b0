import hooknb

node = hooknb.Node("https://api.example.com/users/$ID", method="DELETE")
result = hooknb.run(node)
