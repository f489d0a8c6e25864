#!/bin/sh
# The profile, with its followers counted.
curl --silent --show-error --fail-with-body \
	--header "Authorization: Bearer $GRAPH_KEY" \
	"$GRAPH_URL/v25.0/$GRAPH_ACCOUNT?fields=username,name,biography,followers_count,media_count"
