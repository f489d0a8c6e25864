#!/bin/sh
# The Instagram token itself. Ask before each run: after a renewal the old one may no longer work.
curl --silent --show-error --fail-with-body \
	--header "Authorization: Bearer $GRAPH_KEY" \
	"$MOORING_URL/api/v1/connections/$MOORING_CONNECTION/token"
