// npm instagram-graph-api: publish a picture, answer a comment, hide it, delete the answer.
import { Client, Constants } from 'instagram-graph-api';

Constants.API_URL = process.env.GRAPH_URL;
const client = new Client(process.env.GRAPH_KEY, process.env.GRAPH_ACCOUNT, 'v25.0');

const container = await client
	.newPostPagePhotoMediaRequest(process.env.GRAPH_IMAGE, 'Sent by a script')
	.execute();
const state = await client.newGetContainerRequest(container.getId()).execute();
const post = await client.newPostPublishMediaRequest(container.getId()).execute();
const media = await client.newGetMediaInfoRequest(post.getId()).execute();
const comment = await client.newPostMediaCommentRequest(post.getId(), 'First!').execute();
const reply = await client.newPostReplyRequest(comment.getId(), 'Second!').execute();
const hidden = await client.newPostHideCommentRequest(comment.getId(), true).execute();
const deleted = await client.newDeleteCommentRequest(reply.getId()).execute();

console.log(
	JSON.stringify({
		state: state.getContainerStatusCode(),
		caption: media.getCaption(),
		hidden: hidden.wasSuccessful(),
		deleted: deleted.wasSuccessful()
	})
);
