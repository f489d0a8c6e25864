import { expect, it } from 'vitest';
import { riseAbove } from './clear-of.ts';

const TOAST = { top: 600, bottom: 640, left: 100, right: 300 };
const button = (top: number, left = 120) => ({ top, bottom: top + 40, left, right: left + 80 });

it('words that cover no button stay where they are', () => {
	expect(riseAbove(TOAST, [button(100), button(610, 400)])).toBe(0);
});

it('words rise above the button that they would cover, and above the next one', () => {
	expect(riseAbove(TOAST, [button(610)])).toBe(38);
	expect(riseAbove(TOAST, [button(610), button(560)])).toBe(88);
});

it('words never leave the screen: between buttons all over it they stay', () => {
	const everywhere = Array.from({ length: 16 }, (_, index) => button(index * 45));
	expect(riseAbove(TOAST, everywhere)).toBe(0);
});
