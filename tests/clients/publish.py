"""One picture: prepared, waited for, published."""
import os
import time

import requests

account = os.environ["GRAPH_URL"] + "/v25.0/" + os.environ["GRAPH_ACCOUNT"]
headers = {"Authorization": "Bearer " + os.environ["GRAPH_KEY"]}


def call(method, url, **params):
    answer = requests.request(method, url, params=params, headers=headers, timeout=90)
    if not answer.ok:
        raise SystemExit(answer.text)
    return answer.json()


picture = {"image_url": os.environ["GRAPH_IMAGE"], "caption": "Sent by a script"}
container = call("POST", account + "/media", **picture)["id"]
state = os.environ["GRAPH_URL"] + "/v25.0/" + container
while call("GET", state, fields="status_code")["status_code"] == "IN_PROGRESS":
    time.sleep(3)
print(call("POST", account + "/media_publish", creation_id=container)["id"])
