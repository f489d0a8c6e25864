/** The process answers; true also while locked. */
export const GET = () => new Response('ok\n', { headers: { 'content-type': 'text/plain' } });
