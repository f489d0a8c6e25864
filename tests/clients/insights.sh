#!/bin/sh
# How many accounts it reached, day by day.
curl --silent --show-error --fail-with-body \
	--header "Authorization: Bearer $GRAPH_KEY" \
	"$GRAPH_URL/v25.0/$GRAPH_ACCOUNT/insights?metric=reach&period=day"
