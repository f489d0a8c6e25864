export const feeds = '';
