import type { Place, Recipe } from './recipe.ts';
import { LINES } from './scripts.ts';

/** A workflow of GitHub Actions that runs the curl recipe; `\t` is no indentation in YAML. */
export const workflow = ({ graph, key }: Place): Recipe => ({
	id: 'github-actions',
	title: 'GitHub Actions',
	does: 'The newest posts, each morning.',
	codes: [
		{ label: 'A repository secret named GRAPH_KEY', text: key },
		{ label: 'Save it as .github/workflows/posts.yml', text: workflowFile(graph) }
	],
	note: 'GitHub’s machines have to reach this address; for one that is only in your network use a runner of your own.'
});

export const workflowFile = (graph: string) =>
	`name: Newest posts
on:
  workflow_dispatch:
  schedule:
    - cron: '17 5 * * *'
jobs:
  posts:
    runs-on: ubuntu-latest
    steps:
      - env:
          GRAPH_URL: ${graph}
          GRAPH_KEY: \${{ secrets.GRAPH_KEY }}
        run: |
${LINES.posts.replaceAll('\t', '  ').replace(/^/gm, '          ')}`;
