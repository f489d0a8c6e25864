import { expect, it } from 'vitest';
import { firstWords, hashtags, paragraphs } from './text.ts';

it.each<[string, string[]]>([
	['#ink and #Ink, #two_words', ['ink', 'two_words']],
	['(#heron) a#b &#39; ##x https://a.example/#c', ['heron']],
	['#café #日本語 #2026', ['café', '日本語', '2026']],
	['# nothing', []]
])('the hashtags of %j', (caption, tags) => {
	expect(hashtags(caption)).toEqual(tags);
});

it('paragraphs end at empty lines, lines at ends of lines', () => {
	expect(paragraphs('a <b>\nc\r\n\r\n \n d ')).toBe('<p>a &lt;b&gt;<br>c</p><p>d</p>');
	expect(paragraphs(' \n ')).toBe('');
});

it('first words end between words, and never inside of what is seen as one', () => {
	expect(firstWords('one two three', 9)).toBe('one two…');
	expect(firstWords('one\n two', 20)).toBe('one two');
	expect(firstWords('👩‍👩‍👧‍👦'.repeat(5), 3)).toBe(`${'👩‍👩‍👧‍👦'.repeat(3)}…`);
});
