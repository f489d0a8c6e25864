#!/bin/sh
# The profile, with how many follow it.
curl --silent --show-error --fail-with-body \
	--header "Authorization: Bearer $GRAPH_KEY" \
	"$GRAPH_URL/v25.0/$GRAPH_ACCOUNT?fields=username,name,biography,followers_count,media_count"
