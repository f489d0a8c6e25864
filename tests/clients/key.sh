#!/bin/sh
# What a key may do, and with which accounts: the call to test a set-up with.
curl --silent --show-error --fail-with-body \
	--header "Authorization: Bearer $GRAPH_KEY" \
	"$MOORING_URL/api/v1/key"
