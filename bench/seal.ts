import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { open, seal } from '../src/lib/server/vault/seal.ts';
import { timesInTurns } from './measure.ts';
import { compared, type Row } from './rows.ts';
import { SIZE } from './sizes.ts';

const AT_ONCE = 500;
const PER_TURN = 8;

/** Sealing and opening a token, beside bare node:crypto with the same key, nonce, tag and AAD. */
export async function sealRows(): Promise<Row[]> {
	const [key, token] = [randomBytes(32), `IGAA${'x'.repeat(180)}`];
	const place = ['connections', 'a', 'token', 'instagram', '17841400000000001'];
	const aad = Buffer.from(JSON.stringify(['mooring', 'v1', '1', ...place]));
	const often = (act: () => void) => () => {
		for (let at = 0; at < AT_ONCE; at += 1) act();
		return Promise.resolve();
	};
	const found = await timesInTurns(
		{
			ours: often(() => void open(key, seal(key, '1', token, place), place)),
			bare: often(() => {
				const nonce = randomBytes(12);
				const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
				cipher.setAAD(aad);
				const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
				const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
				decipher.setAAD(aad);
				decipher.setAuthTag(cipher.getAuthTag());
				Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
			})
		},
		{ turns: SIZE.turns, perTurn: PER_TURN }
	);
	const perSecond = (times: number[]) => times.map((ms) => (1000 * AT_ONCE) / ms);
	return [
		compared('seal and open a token, bare crypto’s rate over it', {
			ours: perSecond(found.ours),
			beside: perSecond(found.bare),
			unit: '/s',
			than: 'bare node:crypto',
			by: 'beside / ours',
			target: { atMost: 1.2 }
		})
	];
}
