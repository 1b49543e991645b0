import hooknb

node = hooknb.Node("https://api.example.com/users")
result = hooknb.run(node)
