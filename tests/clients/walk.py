"""All posts, page by page. `next` has the parameters already; giving them again does no harm."""
import os

import requests

url = os.environ["GRAPH_URL"] + "/v25.0/me/media"
params = {
    "access_token": os.environ["GRAPH_KEY"],
    "fields": "id,caption,media_type,timestamp",
    "limit": 10,
}

posts = []
while url:
    answer = requests.get(url, params=params, timeout=30)
    answer.raise_for_status()
    page = answer.json()
    posts += page["data"]
    url = page.get("paging", {}).get("next")

for post in posts:
    print(post["id"], post["timestamp"])
