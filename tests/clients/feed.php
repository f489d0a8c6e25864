<?php
// The newest posts by PHP's own streams, without any library.
$query = http_build_query(['fields' => 'id,caption,media_type,timestamp', 'limit' => 10]);
$context = stream_context_create([
	'http' => [
		'header' => 'Authorization: Bearer ' . getenv('GRAPH_KEY'),
		'ignore_errors' => true,
	],
]);
$answer = file_get_contents(getenv('GRAPH_URL') . '/v25.0/me/media?' . $query, false, $context);
$page = json_decode($answer, true, 512, JSON_BIGINT_AS_STRING);
foreach ($page['data'] as $post) {
	echo $post['id'], ' ', $post['timestamp'], "\n";
}
