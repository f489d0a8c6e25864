import type { Settings } from '../settings/settings.ts';
import { type Check, wrong } from './check.ts';

export const UNCHECKED_CERTIFICATES = {
	title: 'Certificates are not checked',
	sentence:
		'NODE_TLS_REJECT_UNAUTHORIZED=0 lets whoever stands between this machine and Meta read tokens and app secrets.',
	cure: 'Remove it and start Mooring again; a certificate authority of your own is named in NODE_EXTRA_CA_CERTS.'
};

/** Whether Meta has to prove that it is Meta: told only where it does not. */
export const certificateChecks = ({
	checksCertificates
}: Pick<Settings, 'checksCertificates'>): Check[] =>
	checksCertificates ? [] : [wrong('certificates', UNCHECKED_CERTIFICATES)];
