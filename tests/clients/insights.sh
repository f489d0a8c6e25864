#!/bin/sh
# How many accounts saw something of this one, day by day.
curl --silent --show-error --fail-with-body \
	--header "Authorization: Bearer $GRAPH_KEY" \
	"$GRAPH_URL/v25.0/$GRAPH_ACCOUNT/insights?metric=reach&period=day"
