// npm instagram-graph-api: only its address is changed.
import { Client, Constants } from 'instagram-graph-api';

Constants.API_URL = process.env.GRAPH_URL;
const client = new Client(process.env.GRAPH_KEY, process.env.GRAPH_ACCOUNT, 'v25.0');

const page = await client.newGetPageMediaRequest().withLimit(5).execute();
const newest = await client.newGetMediaInfoRequest(page.getIds()[0]).execute();

console.log(newest.getId(), newest.getTimestamp(), newest.getCaption());
