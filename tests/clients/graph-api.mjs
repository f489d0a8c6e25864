// npm instagram-graph-api: only its address is changed.
import { Client, Constants, PageOption } from 'instagram-graph-api';

Constants.API_URL = process.env.GRAPH_URL;
const client = new Client(process.env.GRAPH_KEY, process.env.GRAPH_ACCOUNT, 'v25.0');

const page = await client.newGetPageInfoRequest().execute();
const first = await client.newGetPageMediaRequest().withLimit(20).execute();
const second = await client
	.newGetPageMediaRequest()
	.withLimit(20)
	.withPaging({ option: PageOption.AFTER, value: first.getPaging().getAfter() })
	.execute();
const [newest] = first.getIds();
const media = await client.newGetMediaInfoRequest(newest).execute();
const comments = await client.newGetMediaCommentsRequest(newest).execute();
const stories = await client.newGetPageStoriesRequest().execute();
const limit = await client.newGetContentPublishingLimitRequest().execute();

console.log(
	JSON.stringify({
		username: page.getUsername(),
		posts: first.getIds().length + second.getIds().length,
		caption: media.getCaption(),
		comments: comments.getTexts(),
		replies: comments.getReplies().flat().filter(Boolean).length,
		stories: stories.getIds().length,
		limit: limit.getQuotaUsage()
	})
);
