// The three calls that connect an account, by themselves: nothing is checked, sealed or stored.
const [meta = '', clientId = '', secret = '', redirectUri = ''] = process.argv.slice(2);
const json = async (/** @type {Response} */ response) => {
	if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
	return response.json();
};

process.on('message', async (/** @type {string} */ code) => {
	const began = performance.now();
	const form = new URLSearchParams({
		client_id: clientId,
		client_secret: secret,
		grant_type: 'authorization_code',
		redirect_uri: redirectUri,
		code
	});
	const short = await json(
		await fetch(`${meta}/oauth/access_token`, { method: 'POST', body: form })
	);
	const exchange = new URLSearchParams({
		grant_type: 'ig_exchange_token',
		client_secret: secret,
		access_token: short.access_token
	});
	const long = await json(await fetch(`${meta}/access_token?${exchange}`));
	const me = new URLSearchParams({
		fields: 'id,user_id,username,name,account_type,profile_picture_url',
		access_token: long.access_token
	});
	await json(await fetch(`${meta}/v25.0/me?${me}`));
	process.send?.(performance.now() - began);
});
process.on('disconnect', () => process.exit());
