import { describe, expect, it } from 'vitest';
import { captionHash, childrenIn, isAlike, type Likeness, likenessOf } from './container.ts';

const of = (parameters: Record<string, string>, children: Record<string, string> = {}) =>
	likenessOf(new URLSearchParams(parameters), (id) => children[id] ?? null) as Likeness;
const picture = (caption: string, image = 'https://a.test/1.jpg') =>
	of({ image_url: image, caption });

describe('a container', () => {
	it.each([
		[{ image_url: 'x' }, 'image'],
		[{ media_type: 'IMAGE', image_url: 'x' }, 'image'],
		[{ media_type: 'REELS', video_url: 'x' }, 'reel'],
		[{ media_type: 'STORIES', video_url: 'x' }, 'story'],
		[{ media_type: 'CAROUSEL', children: '1,2' }, 'carousel']
	])('%j is of the kind %s', (parameters, kind) => {
		expect(of(parameters as unknown as Record<string, string>).kind).toBe(kind);
	});

	it('of a kind that Meta does not know is none', () => {
		expect(of({ media_type: 'POEM' })).toBeNull();
		expect(of({ media_type: 'constructor' })).toBeNull();
	});

	it('keeps neither words nor addresses', () => {
		const kept = JSON.stringify(picture('Low tide', 'https://a.test/secret.jpg'));
		expect(kept).not.toMatch(/tide|secret/);
	});
});

describe('two containers', () => {
	it('with the same words are alike, whatever the picture: its address may be signed anew', () => {
		expect(isAlike(picture('Low tide'), picture('Low tide', 'https://a.test/2.jpg'))).toBe(true);
		expect(isAlike(picture('Low tide'), picture('High tide'))).toBe(false);
	});

	it('are alike by words that are composed or trimmed otherwise', () => {
		expect(captionHash(' Cafe\u0301\n')).toBe(captionHash('Caf\u00e9'));
		expect(captionHash('  \n')).toBeNull();
		expect(captionHash(undefined)).toBeNull();
	});

	it('without words are alike by what they show', () => {
		expect(isAlike(picture(''), picture(' '))).toBe(true);
		expect(isAlike(picture(''), picture('', 'https://a.test/2.jpg'))).toBe(false);
	});

	it('of another kind are not alike', () => {
		const reel = of({
			media_type: 'REELS',
			video_url: 'https://a.test/1.jpg',
			caption: 'Low tide'
		});
		expect(isAlike(picture('Low tide'), reel)).toBe(false);
	});

	it('that are carousels without words are alike by their children’s pictures, in order', () => {
		const children = { 1: 'one', 2: 'two', 3: 'one', 4: 'two' };
		const album = (ids: string) => of({ media_type: 'CAROUSEL', children: ids }, children);
		expect(isAlike(album('1,2'), album('3,4'))).toBe(true);
		expect(isAlike(album('1,2'), album('["3","4"]'))).toBe(true);
		expect(isAlike(album('1,2'), album('2,1'))).toBe(false);
		expect(isAlike(album('1,2'), album('5,6'))).toBe(false);
	});
});

it.each(['1,2,3', ' 1 , 2,3', '["1","2","3"]', '[1,2,3]'])('%s names three children', (text) => {
	expect(childrenIn(text)).toEqual(['1', '2', '3']);
});
