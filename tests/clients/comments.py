"""The comments on the newest posts."""
import os

import requests

graph = os.environ["GRAPH_URL"] + "/v25.0"
headers = {"Authorization": "Bearer " + os.environ["GRAPH_KEY"]}


def read(path, **params):
    answer = requests.get(f"{graph}/{path}", params=params, headers=headers, timeout=30)
    answer.raise_for_status()
    return answer.json()["data"]


for post in read("me/media", fields="id", limit=3):
    for comment in read(post["id"] + "/comments", fields="id,text,timestamp"):
        print(post["id"], comment["timestamp"], comment["text"])
