// What n8n's HTTP Request node sends, with Bearer Auth and the pagination
// "Response contains next URL": {{ $response.body.paging?.next }}. It gives its own query again.
import axios from 'axios';

const ACCEPT =
	'application/json,text/html,application/xhtml+xml,application/xml,text/*;q=0.9, image/*;q=0.8, */*;q=0.7';

const posts = [];
let url = `${process.env.GRAPH_URL}/v25.0/me/media`;
while (url) {
	const answer = await axios({
		method: 'GET',
		url,
		params: { fields: 'id,caption,timestamp', limit: 10 },
		headers: { accept: ACCEPT, Authorization: `Bearer ${process.env.GRAPH_KEY}` },
		responseType: 'arraybuffer',
		maxRedirects: 21,
		timeout: 300_000
	});
	const body = JSON.parse(Buffer.from(answer.data).toString());
	posts.push(...body.data);
	url = body.paging?.next;
}

console.log(JSON.stringify(posts.map(({ id }) => id)));
