export const content = '';
