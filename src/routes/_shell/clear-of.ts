type Box = { top: number; bottom: number; left: number; right: number };

const GAP = 8;

/**
 * How far a box has to rise, in pixels, until it covers none of the others; 0 where it would have to
 * leave the screen, because a covered button is better than words out of sight.
 */
export function riseAbove(box: Box, others: Box[]): number {
	let rise = 0;
	for (;;) {
		const top = box.top - rise - GAP;
		const bottom = box.bottom - rise + GAP;
		if (top < 0) return 0;
		const covered = others.filter(
			(other) =>
				other.top < bottom && other.bottom > top && other.left < box.right && other.right > box.left
		);
		if (covered.length === 0) return rise;
		rise = box.bottom + GAP - Math.min(...covered.map((other) => other.top));
	}
}
