import hooknb

node = hooknb.Node("$BASE/users", name="get_user")
result = hooknb.run(node)
