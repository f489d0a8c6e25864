export const backups = '';
