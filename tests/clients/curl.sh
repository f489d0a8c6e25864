#!/bin/sh
# The newest posts, one JSON answer.
curl --silent --show-error --fail-with-body \
	--header "Authorization: Bearer $GRAPH_KEY" \
	"$GRAPH_URL/v25.0/me/media?fields=id,caption,permalink,timestamp&limit=5"
