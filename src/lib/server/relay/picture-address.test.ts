import { expect, it } from 'vitest';
import { isPublicPicture } from './picture-address.ts';

const isPublic = (text: string) => isPublicPicture(text, () => false);

it.each([
	'https://images.example.org/a.jpg',
	'https://images.example.org:8443/a.jpg?w=1#x',
	'HTTPS://IMAGES.example.org/a',
	'https://images.example.org./a',
	'https://8.8.8.8/a.jpg',
	'https://[2606:4700::1111]/a.jpg',
	'https://bücher.example/a.jpg',
	'https://localhost.example.org/a.jpg',
	'https://x.example.org/ä ö'.replace(' ', '%20')
])('%s is public', (text) => {
	expect(isPublic(text)).toBe(true);
});

it.each([
	'',
	'x',
	'http://images.example.org/a.jpg',
	'file:///etc/passwd',
	'data:image/png;base64,AAAA',
	'ftp://images.example.org/a',
	'//images.example.org/a',
	'https:images.example.org/a',
	'https:///images.example.org/a',
	'https:\\\\images.example.org\\a',
	' https://images.example.org/a',
	'https://images.example.org/a b',
	'ht\ttps://images.example.org/a',
	'https://images.example.org/\na',
	'https://images.example.org/\0',
	'https://user:p@images.example.org/a',
	'https://user@images.example.org/a',
	'https://127.0.0.1/a',
	'https://0x7f.1/a',
	'https://0177.0.0.1/a',
	'https://2130706433/a',
	'https://127.1/a',
	'https://0.0.0.0/a',
	'https://10.0.0.1/a',
	'https://172.16.0.1/a',
	'https://192.168.1.1/a',
	'https://100.64.0.1/a',
	'https://169.254.169.254/latest',
	'https://224.0.0.1/a',
	'https://255.255.255.255/a',
	'https://[::1]/a',
	'https://[::]/a',
	'https://[fe80::1]/a',
	'https://[fd00::1]/a',
	'https://[::ffff:127.0.0.1]/a',
	'https://[::ffff:a9fe:a9fe]/a',
	'https://[64:ff9b::7f00:1]/a',
	'https://localhost/a',
	'https://localhost./a',
	'https://a.localhost/a',
	'https://mooring/a',
	'https://nas.local/a',
	'https://nas.lan/a',
	'https://nas.home.arpa/a',
	'https://metadata.google.internal/a',
	'https://１２７.０.０.１/a',
	`https://${'a'.repeat(300)}/a`
])('%j is not', (text) => {
	expect(isPublic(text)).toBe(false);
});

it('passes in any case where it is allowed, but for what cannot be read', () => {
	const isAllowed = ({ host }: URL) => host === 'localhost:4100';
	expect(isPublicPicture('http://localhost:4100/a.jpg', isAllowed)).toBe(true);
	expect(isPublicPicture('http://localhost:4101/a.jpg', isAllowed)).toBe(false);
	expect(isPublicPicture('http://u:p@localhost:4100/a.jpg', isAllowed)).toBe(false);
});
